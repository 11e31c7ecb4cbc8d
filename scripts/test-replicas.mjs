// npm run test:replicas [-- files] [file …]: every end-to-end test with two adapters behind nginx instead of one, calls spread at
// random, one of them killed again and again. Sessions are in Redis, or with `files` on the volume both share.
import { spawnSync } from 'node:child_process';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

ensureInstalled();
ensureSystemPackages();
build();
const asked = process.argv.slice(2);
const onFiles = asked[0] === 'files';
const done = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--project', 'e2e*', ...asked.slice(onFiles ? 1 : 0)],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PRESENCE_E2E: onFiles ? 'replicas-on-files' : 'replicas' },
  },
);
process.exit(done.status ?? 1);
