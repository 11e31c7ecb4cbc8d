// npm run fuzz [-- --cases 20000 --seed 1]: mutated containers, manifests, tokens, licences and headers against the adapter.
import { parseArgs } from 'node:util';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '24000' }, seed: { type: 'string', default: '1' } },
});
const [cases, seed] = [Number(values.cases), Number(values.seed)];
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  console.error('--cases and --seed take whole numbers, as: npm run fuzz -- --cases 24000 --seed 1');
  process.exit(2);
}
ensureInstalled();
const { runnerImport } = await import('vite');
const { module } = await runnerImport('tests/support/fuzz/fuzz-adapter.ts', {
  root,
  logLevel: 'error',
  resolve: { conditions: ['@presence/source'] },
});
console.log(`${cases} cases, seed ${seed} …`);
const report = await module.fuzzAdapter({ cases, seed });
for (const [outcome, count] of Object.entries(report.outcomes).sort())
  console.log(`${String(count).padStart(7)}  ${outcome}`);
const [quarter, end] = report.memory.map((bytes) => Math.round(bytes / 2 ** 20));
console.log(
  `${report.seconds.toFixed(0)} s; memory ${quarter} MiB after a quarter of the cases, ${end} MiB at the end`,
);
for (const violation of report.violations) console.error(violation);
console.log(`${report.violations.length} violations`);
process.exit(report.violations.length === 0 ? 0 : 1);
