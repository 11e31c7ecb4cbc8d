// npm run static -- <folder>: the browser SDK as static files that capture without an adapter.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';

const [given] = process.argv.slice(2);
if (given === undefined) {
  console.error('Name the folder to write to: npm run static -- ../site/liveness');
  process.exit(1);
}
const folder = resolve(process.env.INIT_CWD ?? process.cwd(), given);

ensureInstalled();
build();

const built = join(root, 'packages/web-sdk/dist-plugin');
mkdirSync(folder, { recursive: true });
cpSync(join(built, 'plugin'), join(folder, 'plugin'), { recursive: true });
cpSync(join(built, 'asset-manifest.json'), join(folder, 'asset-manifest.json'));

const config = join(folder, 'config.json');
const { staticConfigSchema } = await import('../packages/web-sdk/dist/model/static-config.js');
if (existsSync(config)) console.log(`kept ${config}`);
// The file shows every key with its default.
else writeFileSync(config, `${JSON.stringify(staticConfigSchema.parse({}), null, 2)}\n`);

// There is a loader for each `preinit`, so that `off` asks for nothing before the SDK is used.
const checked = staticConfigSchema.safeParse(JSON.parse(readFileSync(config, 'utf8')));
if (!checked.success) {
  console.error(`${config} is not valid, see docs/static-files.md:`, checked.error.issues);
  process.exit(1);
}
const { preinit } = checked.data;
const { LOADER_FILES } = await import('../packages/protocol/dist/index.js');
for (const ending of ['', '.br', '.gz'])
  cpSync(join(built, 'static', LOADER_FILES[preinit] + ending), join(folder, `plugin_liveness.js${ending}`));
console.log(`The SDK is in ${folder}. Put it on any web server and into a page:
  <script src="liveness/plugin_liveness.js"></script>
Old files in plugin/ may stay: their names change with their content.`);
