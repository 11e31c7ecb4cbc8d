import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache/presence-angular');
/** What the compiled text depends on besides the locked versions. Types of the SDK are checked by `tsc -b`. */
const SOURCES = ['demo/src/frameworks', 'packages/angular/src'];

/**
 * Compiles Angular ahead of time, as `ng build` does: the pages' policy forbids the eval that compiling in the browser
 * needs. Sources named by the tsconfig go through the Angular compiler, packages through its linker. Both are slow, so
 * what they made is kept.
 *
 * @param {string} tsconfig
 */
export function angularAot(tsconfig) {
  const versions = readFileSync(join(ROOT, 'package-lock.json'));
  /** Compiled text by path without its ending. */
  let compiled = {};
  return {
    name: 'angular-aot',
    enforce: 'pre',
    async buildStart() {
      const sources = SOURCES.flatMap((folder) =>
        readdirSync(join(ROOT, folder))
          .sort()
          .map((name) => readFileSync(join(ROOT, folder, name))),
      );
      const text = await cached([versions, readFileSync(tsconfig), ROOT, ...sources], async () =>
        JSON.stringify(await compile(tsconfig, (message) => this.error(message))),
      );
      compiled = JSON.parse(text);
    },
    load: (id) => (id.endsWith('.ts') ? (compiled[withoutEnding(id)] ?? null) : null),
    async transform(code, id) {
      if (!code.includes('ɵɵngDeclare')) return null;
      return { code: await cached([versions, code], () => link(code, id)), map: null };
    },
  };
}

async function compile(tsconfig, fail) {
  const angular = await import('@angular/compiler-cli');
  const config = angular.readConfiguration(tsconfig);
  const host = angular.createCompilerHost({ options: config.options });
  const outputs = {};
  host.writeFile = (name, text) => {
    outputs[withoutEnding(name)] = text;
  };
  const { diagnostics } = angular.performCompilation({ ...config, host });
  const all = [...config.errors, ...diagnostics];
  if (all.length > 0) fail(angular.formatDiagnostics(all));
  return outputs;
}

async function link(code, filename) {
  const { transformAsync } = await import('@babel/core');
  const { default: linker } = await import('@angular/compiler-cli/linker/babel');
  const linked = await transformAsync(code, {
    filename,
    configFile: false,
    babelrc: false,
    compact: false,
    plugins: [linker],
  });
  return linked.code;
}

/** The text made from these inputs before, or now. */
async function cached(inputs, make) {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(input).update('\0');
  const file = join(CACHE, hash.digest('hex'));
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const text = await make();
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(file, text);
    return text;
  }
}

const withoutEnding = (path) => join(path).replace(/\.(js|ts)$/, '');
