// npm run docs: writes the pages that are generated from code. Tests fail while a committed page differs.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';

ensureInstalled();
build();
const { runnerImport } = await import('vite');
const load = async (page) => {
  const file = join(root, 'tests/support', page);
  const options = { root, logLevel: 'error', resolve: { conditions: ['@presence/source'] } };
  return (await runnerImport(file, options)).module;
};
await (await load('error-codes-page.ts')).writeErrorCodesPage();
await (await load('engine-permissions-page.ts')).writeEnginePermissionsPage();
await (await load('engine-coverage-page.ts')).writeEngineCoveragePage();
await (await load('languages-page.ts')).writeLanguagesPage();
await (await load('web-sdk-api-page.ts')).writeWebSdkApiPage();
const configuration = spawnSync(process.execPath, ['adapter/dist/config/write-config-docs-cli.js'], {
  cwd: root,
  stdio: 'inherit',
});
if (configuration.status !== 0) process.exit(configuration.status ?? 1);
const formatted = spawnSync(
  process.execPath,
  ['node_modules/@biomejs/biome/bin/biome', 'format', '--write', 'docs/app_config.schema.json'],
  { cwd: root, stdio: 'inherit' },
);
process.exit(formatted.status ?? 1);
