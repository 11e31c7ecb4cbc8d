import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../support/program.ts';

export const PACKAGES = ['web-sdk', 'element', 'react', 'vue', 'angular'] as const;
/** What a site of its own would have installed from the registry; linked, as the tests run without network. */
const FRAMEWORKS = [
  'react',
  'react-dom',
  'scheduler',
  '@types/react',
  '@types/react-dom',
  'csstype',
  'vue',
  '@vue',
  '@angular',
  'rxjs',
  'tslib',
];

/** A project outside this repository with the packed tarballs installed by npm. */
export interface PackedSite {
  readonly folder: string;
  write(name: string, text: string): Promise<void>;
  /** What the compiler says of these files; empty when it is content. */
  typecheck(files: readonly string[], options: Readonly<Record<string, boolean>>): Promise<string>;
  /** Standard output of a module run by plain Node. */
  run(name: string): string;
  remove(): Promise<void>;
}

export function tarball(name: string): string {
  return join(ROOT, `dist-npm/presence-${name}-0.1.0.tgz`);
}

/** `npm run pack`, then installs the tarballs, and nothing from the workspace, in a fresh folder. */
export async function packedSite(): Promise<PackedSite> {
  execFileSync(process.execPath, ['scripts/pack.mjs'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
  const folder = await mkdtemp(join(tmpdir(), 'presence-site-'));
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await write('package.json', '{"name":"site","private":true,"type":"module"}');
  const npm = (...args: string[]) => execFileSync('npm', args, { cwd: folder, encoding: 'utf8' });
  // The one dependency the SDK has: packed too, for want of a registry.
  const [zod] = JSON.parse(
    npm('pack', '--json', '--ignore-scripts', join(ROOT, 'node_modules/zod')),
  ) as readonly { readonly filename: string }[]; // npm's documented output
  if (zod === undefined) throw new Error('npm packed no zod');
  npm(
    'install',
    '--offline',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--legacy-peer-deps',
    `./${zod.filename}`,
    ...PACKAGES.map(tarball),
  );
  for (const name of FRAMEWORKS) {
    const path = join(folder, 'node_modules', name);
    await mkdir(dirname(path), { recursive: true });
    await symlink(join(ROOT, 'node_modules', name), path);
  }
  return {
    folder,
    write,
    typecheck: async (files, options) => {
      await write('tsconfig.json', JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files }));
      return outputOf(() => runNode([join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], folder));
    },
    run: (name) => runNode([name], folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

const STRICT = {
  strict: true,
  noEmit: true,
  module: 'ESNext',
  moduleResolution: 'Bundler',
  target: 'ES2023',
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  jsx: 'react-jsx',
  experimentalDecorators: true,
  types: [],
};

function runNode(args: readonly string[], cwd: string): string {
  return execFileSync(process.execPath, args, { cwd, encoding: 'utf8' });
}

function outputOf(work: () => string): string {
  try {
    return work();
  } catch (error) {
    // execFileSync's error carries what the program printed.
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}
