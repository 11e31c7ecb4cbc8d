// npm run bench [name [part...]]: builds, then runs bench/<name>.ts (default: capture), or the named parts of it, and prints its table.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

ensureInstalled();
const name = process.argv[2] ?? 'capture';
ensureSystemPackages(name === 'adapter' ? ['nginx'] : undefined);
build();
const file = join(root, 'bench', `${name}.ts`);
if (!existsSync(file)) {
  console.error(`There is no benchmark "${name}": ${file} does not exist.`);
  process.exit(2);
}
const { runnerImport } = await import('vite');
const { module } = await runnerImport(file, {
  root,
  logLevel: 'error',
  resolve: { conditions: ['@presence/source'] },
});
await module.run(process.argv.slice(3));
