// npm test: install, build, check, then every test. Prints what a reader wants last: how many passed, how many failed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { check } from './check.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const report = join(root, '.stamps', 'test-report.json');

ensureInstalled();
ensureSystemPackages();
build();
const failedChecks = await check();

mkdirSync(join(root, '.stamps'), { recursive: true });
rmSync(report, { force: true });
const done = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
);

const result = JSON.parse(readFileSync(report, 'utf8'));
// A file that does not load has no tests of its own to fail, so it counts as one.
const brokenFiles = result.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.length === 0,
).length;
const failed = result.numFailedTests + brokenFiles + failedChecks.length;
const secondTries = result.testResults.flatMap((file) =>
  file.assertionResults.filter(
    ({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0,
  ),
);
for (const { fullName, failureMessages } of secondTries)
  console.error(`passed at the second try only: ${fullName}\n  the first: ${failureMessages[0]}`);
if (result.numPassedTests === 0) console.error('No test ran: that is a failure.');
for (const name of failedChecks) console.error(`check failed: ${name}`);
console.log(`\n${result.numPassedTests} passed, ${failed} failed`);
process.exit(done.status === 0 && failed === 0 && result.numPassedTests > 0 ? 0 : 1);
