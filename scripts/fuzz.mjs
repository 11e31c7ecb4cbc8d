// npm run fuzz [-- --cases 20000 --seed 1]: mutated containers, manifests, tokens, licences and headers against the adapter.
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
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
build();
const { runnerImport } = await import('vite');
const { module } = await runnerImport('tests/support/fuzz/fuzz-adapter.ts', {
  root,
  logLevel: 'error',
});
console.log(`${cases} cases, seed ${seed} …`);
const mib = (bytes) => (bytes / 2 ** 20).toFixed(1);
const report = await module.fuzzAdapter({
  cases,
  seed,
  onSample: ({ cases: done, rss, live }) =>
    console.log(`${String(done).padStart(7)} cases: live ${mib(live)} MiB, process ${mib(rss)} MiB`),
});
for (const [outcome, count] of Object.entries(report.outcomes).sort())
  console.log(`${String(count).padStart(7)}  ${outcome}`);
const { memory } = report;
const verdict =
  memory === undefined
    ? 'memory: too few cases to tell'
    : `memory ${memory.flat ? 'flat' : 'NOT FLAT'}: ${Math.round(memory.slope)} bytes a case over the last half, ${mib(memory.growth)} MiB since the first quarter`;
console.log(`${report.seconds.toFixed(0)} s; ${verdict}`);
for (const violation of report.violations) console.error(violation);
console.log(`${report.violations.length} violations`);
process.exit(report.violations.length === 0 && memory?.flat !== false ? 0 : 1);
