import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StagedBlob, StageOptions } from '../model/blob-store.ts';
import { EngineError } from '../model/engine-error.ts';
import { storageError } from './storage-error.ts';

const HEAD_BYTES = 16;
/** Files of a process that shares the folder with others are given up after a day. Ours, 2026-11-22. */
const STALE_MS = 24 * 3_600 * 1_000;

/** A folder for files on their way; what a dead process left there is removed. */
export interface Staging {
  /** A path that nothing has, with an extension if one is given (`.jpg`). */
  newPath(extension?: string): string;
  stage(source: Readable, options: StageOptions): Promise<StagedBlob>;
}

/**
 * @param shared other living processes use the same folder
 * @throws EngineError `storage_failed` if the folder cannot be made
 */
export async function openStaging(root: string, shared: boolean): Promise<Staging> {
  const folder = shared ? join(root, randomUUID()) : root;
  try {
    await (shared ? removeStale(root) : rm(root, { recursive: true, force: true }));
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw storageError(cause, `Cannot prepare the folder ${root}`);
  }
  const newPath = (extension = '') => join(folder, randomUUID() + extension);
  return { newPath, stage: (source, options) => stage(source, newPath(), options) };
}

async function removeStale(root: string): Promise<void> {
  for (const name of await readdir(root).catch(() => [])) {
    const path = join(root, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
  }
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
