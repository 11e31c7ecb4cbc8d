// npm run screens: photographs every screen of the capture window, one sheet per window size, into docs/screenshots.
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

ensureInstalled();
ensureSystemPackages();
const { runnerImport } = await import('vite');
// Straight from the sources: nothing has to be built first.
const resolve = { conditions: ['@presence/source'] };
const { module } = await runnerImport(join(root, 'tests/support/window-gallery/contact-sheets.ts'), {
  root,
  logLevel: 'error',
  resolve,
  ssr: { resolve },
});
for (const file of await module.writeContactSheets(process.argv[2])) console.log(file);
