// Builds everything, in path order, and skips each step whose inputs have not changed.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { once } from './fingerprint.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';

const CONFIG = ['package-lock.json', 'tsconfig.base.json', 'tsconfig.json'];
const PACKAGES = [
  'protocol',
  'face-geometry',
  'licensing',
  'tracing',
  'models',
  'web-sdk',
  'element',
  'react',
  'vue',
  'angular',
  'engine',
].map((name) => `packages/${name}`);
/** What the demo is built from: it is a customer of these packages. */
const DEMO = [
  'demo',
  ...['protocol', 'face-geometry', 'web-sdk', 'element', 'react', 'vue', 'angular'].map(
    (name) => `packages/${name}/src`,
  ),
];
const SOURCES = [...PACKAGES, 'adapter', 'demo'].flatMap((path) => [
  `${path}/src`,
  `${path}/tsconfig.json`,
  `${path}/package.json`,
]);

/** Runs one command from the root; a failure ends the process with the command's own message. */
function run(label, command, args) {
  const started = Date.now();
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Whoever calls, tests included, gets what users get.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (done.status !== 0) {
    console.error(`Build step "${label}" failed: ${command} ${args.join(' ')}`);
    process.exit(done.status ?? 1);
  }
  console.log(`built ${label} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** Compiles the TypeScript, builds the models, then the browser bundle, then the demo. */
export function build() {
  once(
    'compile',
    { inputs: [...CONFIG, ...SOURCES], outputs: ['adapter/dist/main.js', 'packages/engine/dist/main.js'] },
    () => run('packages', 'node', ['node_modules/typescript/bin/tsc', '-b']),
  );
  once(
    'models',
    { inputs: ['packages/models/src', 'public/models'], outputs: ['public/models/models.json'] },
    () => run('models', 'node', ['packages/models/dist/build-models-cli.js']),
  );
  once(
    'plugin',
    {
      inputs: [
        'package-lock.json',
        'packages/web-sdk',
        'packages/protocol/src',
        'packages/face-geometry/src',
        'public/models',
      ],
      outputs: ['packages/web-sdk/dist-plugin/asset-manifest.json'],
    },
    () => run('browser SDK', 'node', ['packages/web-sdk/dist/build-plugin-cli.js']),
  );
  once('demo', { inputs: ['package-lock.json', ...DEMO], outputs: ['demo/dist/index.html'] }, () =>
    run('demo', 'node', ['node_modules/vite/bin/vite.js', 'build', 'demo', '--logLevel', 'warn']),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureInstalled();
  build();
}
