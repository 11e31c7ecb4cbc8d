// npm run docs: writes the pages that are generated from code. Tests fail while a committed page differs.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';

ensureInstalled();
build();
const { runnerImport } = await import('vite');
const { module } = await runnerImport(join(root, 'tests/support/error-codes-page.ts'), {
  root,
  logLevel: 'error',
  resolve: { conditions: ['@presence/source'] },
});
await module.writeErrorCodesPage();
const configuration = spawnSync(process.execPath, ['adapter/dist/config/write-config-docs-cli.js'], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(configuration.status ?? 1);
