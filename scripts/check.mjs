// npm run check: formatter and linter, types, import rules, unused code. Every part runs; all failures are reported.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';

const STEPS = [
  // The slowest first: the others run beside it.
  ['types of tests and benchmarks', 'node_modules/typescript/bin/tsc', ['-p', 'tsconfig.tests.json']],
  ['format and lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']],
  ['types', 'node_modules/typescript/bin/tsc', ['-b']],
  ['import rules', 'scripts/import-rules.mjs', []],
  ['unused files, exports and dependencies', 'node_modules/knip/bin/knip.js', ['--no-progress']],
];

/** Each part keeps little more than one core busy. */
const AT_ONCE = 2;

/** Runs one part and prints all it says in one piece; resolves with whether it found nothing wrong. */
async function passes([name, script, args]) {
  const started = Date.now();
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
  const [said, complained, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  process.stdout.write(said);
  process.stderr.write(complained);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  return status === 0;
}

/** Resolves with the names of the parts that failed, in the order they ended in. */
export async function check() {
  const waiting = [...STEPS];
  const failed = [];
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift())
      if (!(await passes(step))) failed.push(step[0]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureInstalled();
  const failed = await check();
  if (failed.length > 0) {
    console.error(`check failed: ${failed.join(', ')}`);
    process.exit(1);
  }
}
