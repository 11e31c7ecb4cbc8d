import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobStore, StagedBlob, StageOptions } from '../model/blob-store.ts';
import { EngineError } from '../model/engine-error.ts';

const FOLDER_NAME = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const FILE_NAME = /^[A-Za-z0-9_-]{16,64}\.[a-z0-9]{2,4}$/;
const HEAD_BYTES = 16;

/**
 * Blobs as files: `<root>/folders/<folder>/<name>`, uploads first in `<root>/staging`. Files become visible by rename
 * after an fsync, so a reader never sees half of one. What a killed process left in staging is removed here.
 * @throws EngineError `storage_failed` if the folders cannot be made
 */
export async function openDiskBlobStore(root: string): Promise<BlobStore> {
  const folders = join(root, 'folders');
  const staging = join(root, 'staging');
  try {
    await rm(staging, { recursive: true, force: true });
    await mkdir(staging, { recursive: true, mode: 0o700 });
    await mkdir(folders, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw storageError(cause, `Cannot prepare the media folder ${root}`);
  }
  const pathOf = (folderId: string, name: string) => {
    if (!FOLDER_NAME.test(folderId) || !FILE_NAME.test(name))
      throw new EngineError('internal', 'A blob was asked for under a name that no blob can have.');
    return join(folders, folderId, name);
  };
  const settle = async (from: string, folderId: string, name: string) => {
    const path = pathOf(folderId, name);
    await mkdir(join(folders, folderId), { recursive: true, mode: 0o700 });
    await rename(from, path);
    await syncFolder(join(folders, folderId));
  };
  return {
    stage: (source, options) => stage(source, join(staging, randomUUID()), options),
    async commit(staged, folderId, name) {
      await guarded('store an uploaded file', () => settle(staged.path, folderId, name));
    },
    discard: (staged) => rm(staged.path, { force: true }),
    async write(folderId, name, bytes) {
      const temporary = join(staging, randomUUID());
      await guarded('store a file', async () => {
        await writeFile(temporary, bytes, { mode: 0o600, flush: true });
        await settle(temporary, folderId, name);
      });
    },
    async local(folderId, name) {
      if (!FOLDER_NAME.test(folderId) || !FILE_NAME.test(name)) return undefined;
      const path = join(folders, folderId, name);
      const found = await access(path).then(
        () => true,
        () => false,
      );
      return found ? { path, release: async () => {} } : undefined;
    },
    remove: (folderId, name) => rm(pathOf(folderId, name), { force: true }),
    async removeFolder(folderId) {
      if (FOLDER_NAME.test(folderId)) await rm(join(folders, folderId), { recursive: true, force: true });
    },
    async folderIds() {
      return (await readdir(folders)).filter((name) => FOLDER_NAME.test(name));
    },
    async ping() {
      const probe = join(staging, randomUUID());
      await guarded('write to the media folder', async () => {
        await writeFile(probe, 'probe', { mode: 0o600 });
        await rm(probe);
      });
    },
  };
}

async function stage(source: Readable, path: string, options: StageOptions): Promise<StagedBlob> {
  const meter = new Meter(options);
  const target = createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true });
  try {
    await pipeline(source, meter, target, { signal: options.signal });
  } catch (cause) {
    await rm(path, { force: true });
    if (cause instanceof EngineError) throw cause;
    if (options.signal.aborted || source.errored)
      throw new EngineError('upload_aborted', `The upload of ${options.label} broke off. Send it again.`, {
        cause,
      });
    throw storageError(cause, `Cannot store ${options.label}`);
  }
  return { id: randomUUID(), path, bytes: meter.bytes, sha256: meter.digest(), head: meter.head };
}

/** Counts, hashes and limits a stream, and keeps its first bytes. */
class Meter extends Transform {
  bytes = 0;
  head: Uint8Array = new Uint8Array();
  readonly #hash = createHash('sha256');
  readonly #options: StageOptions;

  constructor(options: StageOptions) {
    super();
    this.#options = options;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.bytes += chunk.length;
    const { maxBytes, label } = this.#options;
    if (this.bytes > maxBytes) {
      const message = `${label} is larger than ${maxBytes} bytes, the limit for one file. Send a smaller file.`;
      done(new EngineError('file_too_large', message, { details: { max_bytes: maxBytes } }));
      return;
    }
    if (this.head.length < HEAD_BYTES)
      this.head = Buffer.concat([this.head, chunk.subarray(0, HEAD_BYTES - this.head.length)]);
    this.#hash.update(chunk);
    this.push(chunk);
    done();
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

async function guarded(doing: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    throw storageError(cause, `Cannot ${doing}`);
  }
}

function storageError(cause: unknown, what: string): EngineError {
  const full =
    cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');
  return full
    ? new EngineError('storage_full', `${what}: the disk is full. Free space or enlarge it.`, { cause })
    : new EngineError('storage_failed', `${what}. Check that the disk is there and may be written to.`, {
        cause,
      });
}

/** Makes a rename durable. Not every file system can sync a folder; those that cannot need not. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EINVAL' && code !== 'EPERM' && code !== 'ENOTSUP') throw error;
  } finally {
    await handle.close();
  }
}
