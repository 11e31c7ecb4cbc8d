// npm run evaluate: builds, then measures the engine on a folder of clips, or makes attack clips (docs/evaluation.md).
import { join } from 'node:path';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

ensureInstalled();
ensureSystemPackages(['ffmpeg']);
build();
const { runnerImport } = await import('vite');
// Without the condition @presence/source: what is measured is the compiled engine.
const { module } = await runnerImport(join(root, 'lab/lab-cli.ts'), { root, logLevel: 'error' });
process.exit(await module.run(process.argv.slice(2)));
