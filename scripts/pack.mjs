// npm run pack: what goes to a registry. Writes dist-npm/<name>/ and its tarball for the SDK and for every component, with
// the workspace's own packages bundled in, so that a tarball needs nothing of this repository.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './root.mjs';

/**
 * `script`: one classic script for pages without a bundler, and what it defines. `banner`: first line of the module; React
 * needs it where components may also run on a server. `compile`: makes dist/ where `tsc -b` does not.
 */
const PUBLISHED = [
  {
    name: 'web-sdk',
    script: {
      source: 'src/index.ts',
      global: 'Presence',
      file: 'presence',
      types: "declare global {\n  const Presence: typeof import('./index.js');\n}\nexport {};\n",
    },
  },
  {
    name: 'element',
    script: {
      source: 'src/script.ts',
      global: 'PresenceElement',
      file: 'oz-liveness',
      types: "import './index.js';\n",
    },
  },
  { name: 'react', banner: "'use client';" },
  { name: 'vue' },
  { name: 'angular', compile: ['node_modules/.bin/ngc', '-p', 'packages/angular/tsconfig.package.json'] },
];
/** Parts of the SDK that nobody installs by themselves: they are bundled into it. */
const INLINED = ['@presence/protocol', '@presence/face-geometry'];

const out = join(root, 'dist-npm');
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

function run(command, args, cwd = root) {
  const done = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (done.status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed:\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

const isExternal = (id) =>
  !id.startsWith('.') &&
  !id.startsWith('/') &&
  !INLINED.some((name) => id === name || id.startsWith(`${name}/`));

/** One module, or its types, with everything of ours inside. Returns the packages it imports. */
async function bundle(input, file, options = {}) {
  const { rolldown } = await import('rolldown');
  const bundled = await rolldown({ input, external: isExternal, logLevel: 'warn', ...options.input });
  const { output } = await bundled.write({ file, format: 'es', ...options.output });
  await bundled.close();
  return output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.imports : []));
}

async function bundlePackage({ name, script, banner, compile }, folder) {
  const source = join(root, 'packages', name);
  if (compile) run(compile[0], compile.slice(1));
  const { dts } = await import('rolldown-plugin-dts');
  const imports = [
    ...(await bundle(join(source, 'dist/index.js'), join(folder, 'dist/index.js'), { output: { banner } })),
    ...(await bundle(join(source, 'dist/index.d.ts'), join(folder, 'dist/index.d.ts'), {
      input: { plugins: [dts({ dtsInput: true })] },
    })),
  ];
  if (script) {
    writeFileSync(join(folder, `dist/${script.file}.d.ts`), script.types);
    await bundle(join(source, script.source), join(folder, `dist/${script.file}.js`), {
      input: {
        external: [],
        resolve: { conditionNames: ['@presence/source', 'import', 'browser', 'default'] },
      },
      output: { format: 'iife', name: script.global, minify: true },
    });
  }
  return new Set(imports.map((id) => id.split('/', id.startsWith('@') ? 2 : 1).join('/')));
}

/** The package.json a registry gets: no source condition, no workspace packages, only what the bundle imports. */
function manifestOf({ name, script }, imports) {
  const own = readJson(join(root, 'packages', name, 'package.json'));
  const known = {
    ...readJson(join(root, 'packages/protocol/package.json')).dependencies,
    ...own.dependencies,
  };
  const peers = own.peerDependencies ?? {};
  const dependencies = Object.fromEntries(
    [...imports]
      .filter((id) => !(id in peers))
      .sort()
      .map((id) => [id, rangeOf(id, known, own)]),
  );
  const { description, license, type, version } = own;
  return {
    name: own.name,
    version,
    description,
    license,
    type,
    sideEffects: script ? [`./dist/${script.file}.js`] : false,
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      ...(script
        ? { './script': { types: `./dist/${script.file}.d.ts`, default: `./dist/${script.file}.js` } }
        : {}),
      './package.json': './package.json',
    },
    files: ['dist'],
    ...(imports.size > 0 ? { dependencies } : {}),
    ...(own.peerDependencies ? { peerDependencies: peers } : {}),
  };
}

/** Ours exactly, as they are released together; others from the locked version up. */
function rangeOf(id, known, own) {
  const version = known[id];
  if (version === undefined)
    throw new Error(`${own.name} imports ${id}, which its package.json does not name`);
  return id.startsWith('@presence/') ? version : `^${version}`;
}

/** Returns the tarballs' paths by package name. */
export async function pack() {
  rmSync(out, { recursive: true, force: true });
  const tarballs = {};
  for (const entry of PUBLISHED) {
    const folder = join(out, entry.name);
    mkdirSync(folder, { recursive: true });
    const manifest = manifestOf(entry, await bundlePackage(entry, folder));
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    cpSync(join(root, 'packages', entry.name, 'README.md'), join(folder, 'README.md'));
    cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
    const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', out], folder));
    tarballs[manifest.name] = join(out, packed.filename);
    console.log(`${packed.filename} ${(packed.size / 1024).toFixed(0)} KiB, ${packed.files.length} files`);
  }
  return tarballs;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  ensureInstalled();
  build();
  await pack();
}
