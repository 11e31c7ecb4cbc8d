import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { assetsSchema, LOADER_FILES, type PluginAssets } from '@presence/protocol';
import { AdapterError } from '../model/adapter-error.ts';
import { StaticFolder } from './static-folder.ts';

const STYLE = 'plugin/ozliveness.css';

/** The browser SDK as `npm run build` made it; its files lie as their addresses say (`plugin/…`). */
export interface PluginBuild {
  readonly assets: PluginAssets;
  readonly files: StaticFolder;
}

/** Opens the build; rejects with a message that says how to make it if it is missing or incomplete. */
export async function openPluginBuild(folder: string): Promise<PluginBuild> {
  const manifest = join(folder, 'asset-manifest.json');
  const assets = await readFile(manifest, 'utf8')
    .then((text) => assetsSchema.parse(JSON.parse(text)))
    .catch((cause: unknown) => {
      throw unusable(`${manifest} is missing or broken`, cause);
    });
  const files = await StaticFolder.open(folder);
  for (const name of [
    ...Object.values(LOADER_FILES),
    STYLE,
    ...Object.values(assets).map((address) => address.replace(/^\//, '')),
  ])
    if (!files.has(name)) throw unusable(`${join(folder, name)} is missing`);
  return { assets, files };
}

function unusable(what: string, cause?: unknown): AdapterError {
  return new AdapterError(
    'internal_error',
    `The browser SDK is not built: ${what}. Run "npm run build", or set WA_PLUGIN_DIR to a folder that holds it.`,
    { cause },
  );
}
