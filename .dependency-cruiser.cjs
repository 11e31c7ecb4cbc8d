// The import rules of ARCHITECTURE.md. `npm run check` runs them and fails if they looked at nothing.
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const only = (name, allowed) =>
  forbid(
    `${name.replace(/[^a-z]+/g, '-')}-imports-only-its-own`,
    `${name} may import of ours only: ${allowed.join(', ') || 'nothing'}`,
    { path: `^${name}/src/` },
    {
      path: '^(packages/[^/]+|adapter|demo)/src/',
      pathNot: [`^${name}/src/`, ...allowed.map((path) => `^${path}/src/index\\.ts$`)],
    },
  );
const TEST = '\\.test\\.ts$';
const stages = (base, names, wiring) =>
  forbid(
    `${base.replace(/[^a-z]+/g, '-')}-stages-do-not-know-each-other`,
    'Sibling stages share only model/ and protocol; one wiring file imports them.',
    { path: `^${base}/src/(${names.join('|')})/`, pathNot: [...wiring, TEST] },
    { path: `^${base}/src/`, pathNot: [`^${base}/src/($1|model)/`] },
  );
/** The SDK as components, each a package of its own. */
const COMPONENTS = ['element', 'react', 'vue', 'angular'].map((name) => `packages/${name}`);
const NODE_BUILTINS = { dependencyTypes: ['core'] };

module.exports = {
  forbidden: [
    only('packages/protocol', []),
    only('packages/face-geometry', ['packages/protocol']),
    only('packages/licensing', ['packages/protocol']),
    only('packages/models', []),
    only('packages/web-sdk', ['packages/protocol', 'packages/face-geometry']),
    ...COMPONENTS.map((path) => only(path, ['packages/web-sdk'])),
    only('packages/tracing', ['packages/protocol']),
    only('packages/engine', ['packages/protocol', 'packages/face-geometry', 'packages/tracing']),
    only('adapter', ['packages/protocol', 'packages/licensing', 'packages/tracing']),
    only('demo', COMPONENTS),
    forbid(
      'nobody-imports-its-own-index',
      'index.ts is what others see of a package.',
      { path: '^(packages/[^/]+|adapter)/src/', pathNot: '/src/index\\.ts$' },
      { path: '^$1/src/index\\.ts$' },
    ),
    stages(
      'packages/web-sdk',
      ['session', 'camera', 'frames', 'tracking', 'guidance', 'container', 'upload', 'ui', 'langs'],
      ['/session/'],
    ),
    stages('packages/models', ['sources', 'mediapipe', 'tflite', 'convert', 'bundle', 'outputs'], []),
    stages(
      'packages/engine',
      [
        'api',
        'pipeline',
        'unpack',
        'vision',
        'checks',
        'decide',
        'store',
        'queue',
        'blobs',
        'gallery',
        'webhooks',
        'maintenance',
        'documents',
        'preview',
        'auth',
        'config',
      ],
      ['/pipeline/(run-[a-z]+|identify-media|create-analyser)\\.ts$'],
    ),
    stages(
      'adapter',
      [
        'config',
        'licence',
        'cors',
        'sessions',
        'intake',
        'forward',
        'results',
        'telemetry',
        'debug',
        'plugin',
        'monitoring',
        'http',
      ],
      [],
    ),
    forbid('no-cycles', 'Type imports count.', {}, { circular: true }),
    forbid(
      'browser-code-without-node',
      'Browser code and code shared with it import no Node built-ins.',
      {
        path: '^(packages/(protocol|face-geometry|web-sdk|element|react|vue|angular)|demo)/src/',
        pathNot: [TEST, '-cli\\.ts$', '/build/'],
      },
      NODE_BUILTINS,
    ),
    forbid(
      'no-dumping-ground',
      'Folders are named for what they do.',
      {},
      { path: ['/utils/', '/helpers/', '/common/'], pathNot: 'node_modules' },
    ),
    forbid('resolvable', 'Every import leads somewhere.', {}, { couldNotResolve: true, pathNot: '^node$' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|dist-plugin|dist-site)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.tests.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@presence/source', 'import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
