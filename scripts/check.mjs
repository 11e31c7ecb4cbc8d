// npm run check: formatter and linter, types, import rules, unused code. Every part runs; all failures are reported.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';

const STEPS = [
  ['format and lint', 'node_modules/@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']],
  ['types', 'node_modules/typescript/bin/tsc', ['-b']],
  ['types of tests and benchmarks', 'node_modules/typescript/bin/tsc', ['-p', 'tsconfig.tests.json']],
  ['import rules', 'scripts/import-rules.mjs', []],
  ['unused files, exports and dependencies', 'node_modules/knip/bin/knip.js', ['--no-progress']],
];

/** Returns the names of the steps that failed. */
export function check() {
  return STEPS.filter(([name, script, args]) => {
    const started = Date.now();
    const done = spawnSync(process.execPath, [script, ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    console.log(
      `${done.status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
    );
    return done.status !== 0;
  }).map(([name]) => name);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureInstalled();
  const failed = check();
  if (failed.length > 0) {
    console.error(`check failed: ${failed.join(', ')}`);
    process.exit(1);
  }
}
