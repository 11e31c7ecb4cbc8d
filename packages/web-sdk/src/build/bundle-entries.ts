/// <reference types="node" />
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type Rolldown } from 'vite';

/** One file of a bundle, in memory. `name` is relative to the bundle's folder. */
export interface BundledFile {
  readonly name: string;
  readonly content: Uint8Array;
  readonly isEntry: boolean;
}

/** What is bundled into one entry file. */
export interface Entry {
  /** Source file, absolute. */
  readonly source: string;
  /** Name without hash and extension. */
  readonly name: string;
  /** `es` for modules that are imported or run as module workers, `iife` for a classic script, `css` for a style sheet. */
  readonly format: 'es' | 'iife' | 'css';
  /** Compile-time constants. */
  readonly define?: Readonly<Record<string, string>>;
  /** Names in the output: hashed unless the name has to be stable. */
  readonly stableName?: boolean;
}

/** Bundles one entry by itself, so that workers share no files with the main module and each loads in one request. */
export async function bundleEntry(entry: Entry, packageFolder: string): Promise<readonly BundledFile[]> {
  const config: InlineConfig = {
    configFile: fileURLToPath(new URL('../vite.config.ts', `file://${packageFolder}/src/`)),
    root: packageFolder,
    logLevel: 'warn',
    define: { ...entry.define },
    build: {
      write: false,
      modulePreload: false,
      // Library mode for scripts: elsewhere vite wraps import() in a helper that needs a document.
      ...(entry.format === 'css'
        ? {}
        : { lib: { entry: entry.source, formats: [entry.format], name: 'presence' } }),
      rolldownOptions: {
        input: { [entry.name]: entry.source },
        preserveEntrySignatures: 'strict',
        output: {
          format: entry.format === 'css' ? 'es' : entry.format,
          // Library mode would keep the white space of modules.
          minify: true,
          entryFileNames: entry.stableName ? '[name].js' : '[name]-[hash].js',
          chunkFileNames: '[name]-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
        },
      },
    },
  };
  const built = await build(config);
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) =>
    'output' in each ? (each.output as readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[]) : [],
  );
  const encoder = new TextEncoder();
  return outputs.map((file) => {
    const content = file.type === 'chunk' ? file.code : file.source;
    return {
      name: file.fileName,
      content: typeof content === 'string' ? encoder.encode(content) : content,
      isEntry: file.type === 'chunk' && file.isEntry,
    };
  });
}
