// Runs dependency-cruiser and fails if it looked at too little: a run over nothing finds nothing.
import { spawnSync } from 'node:child_process';
import { root } from './root.mjs';

const FOLDERS = [
  'packages/protocol',
  'packages/face-geometry',
  'packages/web-sdk',
  'packages/element',
  'packages/react',
  'packages/vue',
  'packages/angular',
  'packages/licensing',
  'packages/tracing',
  'packages/models',
  'packages/engine',
  'adapter',
  'demo',
];
/** Every folder has at least this many modules of its own, and all of them together far more. */
const LEAST_PER_FOLDER = 3;

const done = spawnSync(
  process.execPath,
  [
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    ...FOLDERS.map((path) => `${path}/src`),
  ],
  { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
);
if (!done.stdout) {
  console.error(done.stderr || 'dependency-cruiser printed nothing');
  process.exit(1);
}
const { modules, summary } = JSON.parse(done.stdout);
for (const { rule, from, to } of summary.violations)
  console.error(`${rule.severity} ${rule.name}: ${from} -> ${to}`);
const looked = FOLDERS.map((path) => [
  path,
  modules.filter((module) => module.source.startsWith(`${path}/src/`)).length,
]);
const empty = looked.filter(([, count]) => count < LEAST_PER_FOLDER);
for (const [path, count] of empty) console.error(`error looked-at-nothing: ${path} (${count} modules)`);
console.log(
  `import rules: ${summary.violations.length} violations in ${looked.reduce((sum, [, count]) => sum + count, 0)} modules`,
);
process.exit(
  summary.violations.some((violation) => violation.rule.severity === 'error') || empty.length > 0 ? 1 : 0,
);
