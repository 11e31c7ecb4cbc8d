// npm start: install, build, start engine and adapter, print the demo's address, stop both on Ctrl-C.
// `npm run engine` and `npm run adapter` start one of them.
import { spawn } from 'node:child_process';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';

const PROGRAMS = {
  engine: { script: 'packages/engine/dist/main.js', ready: /engine listening on (\S+)/ },
  adapter: {
    script: 'adapter/dist/main.js',
    ready: /adapter listening on (\S+)/,
    // Uploads leave many short-lived packets; letting go of them sooner costs less (decision 0012).
    flags: ['--max-semi-space-size=4'],
  },
};
const STOP_WITHIN_MS = 15_000;

ensureInstalled();
build();

const only = process.argv[2];
if (only !== undefined && !(only in PROGRAMS)) {
  console.error(`Unknown program "${only}"; use engine or adapter, or none for both.`);
  process.exit(2);
}
const names = only ? [only] : Object.keys(PROGRAMS);
const children = new Map();
let stopping = false;

/** Starts one program and resolves with its address once it says that it listens. */
function launch(name) {
  const { script, ready, flags = [] } = PROGRAMS[name];
  const env = { ...process.env };
  // The demo's adapter talks to the engine started beside it, wherever that was told to listen.
  if (!only && name === 'adapter' && process.env.ENGINE_PORT && !process.env.WA_API_URL)
    env.WA_API_URL = `http://127.0.0.1:${process.env.ENGINE_PORT}/api/`;
  const child = spawn(process.execPath, [...flags, script, ...process.argv.slice(3)], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    // Own process group: Ctrl-C reaches only this script, which then stops the programs in order.
    detached: true,
  });
  children.set(name, child);
  return new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      const address = ready.exec(String(chunk))?.[1];
      if (address) resolve(address);
    });
    child.on('exit', (code, signal) => {
      children.delete(name);
      if (!stopping) {
        console.error(
          `The ${name} stopped (${signal ?? `exit code ${code}`}); its last lines above say why.`,
        );
        stop(code || 1);
      }
    });
  });
}

/** Ends every child politely, and by force after a while. */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  const gone = [...children.values()].map(
    (child) =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill('SIGTERM');
      }),
  );
  const timer = setTimeout(() => {
    for (const child of children.values()) child.kill('SIGKILL');
  }, STOP_WITHIN_MS);
  await Promise.all(gone);
  clearTimeout(timer);
  process.exit(code);
}

process.on('SIGINT', () => stop(0));
process.on('SIGTERM', () => stop(0));

const addresses = await Promise.all(names.map(launch));
const demo = addresses[names.indexOf('adapter')];
if (demo)
  console.log(
    `\nPresence is running.\n  Demo:     ${demo}/\n  Operator: ${demo}/operator.html\n  Debug:    ${demo}/debug.php\nCtrl-C stops it.\n`,
  );
