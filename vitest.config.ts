import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './tests/support/slowest-first.ts';

// Workspace packages resolve to their TypeScript sources, so tests never run against a stale build.
const resolve = { conditions: ['@presence/source'] };
const ssr = { resolve: { conditions: ['@presence/source'] } };
/**
 * Files run one after the other in the same process and share what they import. Nothing here keeps state in modules, and
 * loading onnxruntime, Playwright and the sources anew for every file took a third of the whole run.
 */
const isolate = false;

/** What a test polls for comes at once on a quiet machine; the second that is vitest's default is too short for a busy one. */
const patience = { poll: { timeout: 20_000 } };

/**
 * A test of running programs (adapter, engine, databases, browser) on one small machine gets a second try; `npm test` names
 * each that needed it and prints why the first one failed. Unit tests get none.
 */
const retry = 1;

/**
 * Captures in a browser whose time is measured by people's patience or by the SDK's with an adapter that is killed, and files
 * that run two captures at a time themselves.
 */
const TIMED = [
  'tests/e2e/{attacks,camera-care,delivery,faces-refused,firefox,gestures-fail,gestures-pass,preinit}.test.ts',
];
const browserTests = {
  environment: 'node',
  isolate,
  retry,
  expect: patience,
  testTimeout: 120_000,
  hookTimeout: 600_000,
} as const;

export default defineConfig({
  resolve,
  ssr,
  test: {
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          // Vitest keeps one core free by default; on two cores that would leave every file waiting for the one before.
          maxWorkers: 2,
          include: [
            'packages/*/src/**/*.test.ts',
            'adapter/src/**/*.test.ts',
            'demo/src/**/*.test.ts',
            'lab/**/*.test.ts',
            'tests/structure/**/*.test.ts',
          ],
          environment: 'node',
          isolate,
          expect: patience,
          testTimeout: 30_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'contract',
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          include: [
            'tests/contract/**/*.test.ts',
            'tests/security/**/*.test.ts',
            'tests/package/**/*.test.ts',
            'tests/chaos/**/*.test.ts',
            // Screens without a camera: nobody's patience is measured, so they need no machine of their own.
            'tests/window/**/*.test.ts',
          ],
          environment: 'node',
          isolate,
          retry,
          expect: patience,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'cluster',
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          // The engine on PostgreSQL, Redis and S3, each file with databases of its own; its API must answer as it does alone.
          include: [
            'tests/cluster/**/*.test.ts',
            'tests/contract/oz-api-{capture,errors,folders,modes,webhooks}.test.ts',
            'tests/contract/adapter-{capture,config-keys,container,delivery,engine,full-disk,licence,monitoring,movies,openapi,operations,process,reload,replicas,rescan,results,session}.test.ts',
          ],
          globalSetup: 'tests/support/cluster/global-setup.ts',
          environment: 'node',
          isolate,
          retry,
          expect: patience,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...browserTests,
          name: 'e2e-pairs',
          // Two of these files at a time: much of a capture is waiting, and none of them asks how long it takes.
          sequence: { groupOrder: 2 },
          include: ['tests/e2e/**/*.test.ts'],
          exclude: TIMED,
          maxWorkers: 2,
        },
      },
      {
        resolve,
        ssr,
        test: {
          ...browserTests,
          name: 'e2e',
          // Nothing else may run beside these.
          sequence: { groupOrder: 3 },
          include: TIMED,
          fileParallelism: false,
          maxConcurrency: 2,
          maxWorkers: 1,
        },
      },
    ],
  },
});
