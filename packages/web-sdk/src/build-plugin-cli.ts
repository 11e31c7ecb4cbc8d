/// <reference types="node" />
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPlugin } from './build/build-plugin.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const root = join(packageFolder, '..', '..');

const assets = await buildPlugin({
  root,
  packageFolder,
  outFolder: join(packageFolder, 'dist-plugin'),
  cacheFolder: join(root, 'node_modules', '.cache', 'presence-plugin'),
});
process.stdout.write(`plugin: ${Object.keys(assets).length} assets in packages/web-sdk/dist-plugin\n`);
