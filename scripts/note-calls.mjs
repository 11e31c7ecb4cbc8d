// npm run note-calls: after a new version of MediaPipe, writes down anew which of its library's functions are used.
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

ensureInstalled();
ensureSystemPackages();
const { runnerImport } = await import('vite');
const { module } = await runnerImport(join(root, 'bench/note-calls.ts'), {
  root,
  logLevel: 'error',
  resolve: { conditions: ['@presence/source'] },
});
// The build refuses a library whose calls were never noted, and the notes are taken from what was built.
await module.keepAll();
build();
await module.run();
