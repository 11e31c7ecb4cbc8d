import { type FileHandle, open, rm } from 'node:fs/promises';
import { finished, type Readable } from 'node:stream';
import { LIMITS } from '@presence/protocol';
import { AdapterError } from '../model/adapter-error.ts';
import { asStorageError } from '../model/storage-error.ts';
import { LEAST_BYTES_A_STRETCH } from './intake.data.ts';

export interface ReceiveOptions {
  readonly maxBytes: number;
  /** Milliseconds in which it has to get on. */
  readonly stallMs: number;
  readonly openFile?: (path: string) => Promise<UploadFile>;
}

/** What an upload needs of a file. */
export type UploadFile = Pick<FileHandle, 'writev' | 'writeFile' | 'sync' | 'close'>;

/** Bytes written by one call, because one for each packet would cost more than its content; as many again come in
 * meanwhile. Ours, 2026-11-22. */
const BATCH_BYTES = 256 * 1024;

const ZIP_MAGIC = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/**
 * Writes a container to `path` and flushes it. Constant memory. Stops at the first byte over the limit, at once when the
 * body does not begin like a zip, and when it hardly gets on; whatever goes wrong, the file is gone afterwards. Answers the
 * byte count.
 */
export async function receiveUpload(
  body: Readable,
  path: string,
  { maxBytes, stallMs, openFile = createPrivateFile }: ReceiveOptions,
): Promise<number> {
  const gate = new ContainerGate(maxBytes);
  try {
    const file = await openFile(path);
    try {
      await new BodyToFile(body, file, gate).run(stallMs);
      if (gate.received < ZIP_MAGIC.length) throw notAZip();
      await file.sync();
    } finally {
      await file.close();
    }
    return gate.received;
  } catch (error) {
    await rm(path, { force: true });
    throw asUploadError(error);
  }
}

function createPrivateFile(path: string): Promise<UploadFile> {
  return open(path, 'wx', 0o600);
}

/**
 * Streams and pipelines did this at twice the processor time. The body is never destroyed, for with it would go the socket
 * the reply goes out on; it is left paused when its content is refused.
 */
class BodyToFile {
  readonly #body: Readable;
  readonly #file: UploadFile;
  readonly #gate: ContainerGate;
  #batch: Buffer[] = [];
  #batchBytes = 0;
  #writing = false;
  #ended = false;
  #failure: unknown;
  #done: () => void = () => {};

  constructor(body: Readable, file: UploadFile, gate: ContainerGate) {
    this.#body = body;
    this.#file = file;
    this.#gate = gate;
  }

  /** Returns once all is written; nothing is being written any more when it rejects. */
  async run(stallMs: number): Promise<void> {
    const done = new Promise<void>((resolve) => {
      this.#done = resolve;
    });
    const pace = this.#endWhenSlow(stallMs);
    const stop = finished(this.#body, { writable: false }, (error) => this.#onEnd(error));
    const onData = (chunk: Buffer) => this.#onData(chunk);
    this.#body.on('data', onData);
    try {
      await done;
      if (this.#failure !== undefined) throw this.#failure;
    } finally {
      clearInterval(pace);
      stop();
      this.#body.off('data', onData);
      this.#body.pause();
    }
  }

  #onData(chunk: Buffer): void {
    const refusal = this.#gate.refusalOf(chunk);
    if (refusal !== undefined) {
      this.#fail(refusal);
      return;
    }
    this.#batch.push(chunk);
    this.#batchBytes += chunk.length;
    if (!this.#writing) this.#write();
    else if (this.#batchBytes >= BATCH_BYTES) this.#body.pause();
  }

  #onEnd(error: Error | null | undefined): void {
    if (error) {
      this.#fail(error);
      return;
    }
    this.#ended = true;
    if (!this.#writing) this.#write();
  }

  /** What has come in, if that is enough or all. */
  #write(): void {
    const batch = this.#batch;
    const bytes = this.#batchBytes;
    if (this.#failure !== undefined || (bytes === 0 && this.#ended)) {
      this.#done();
      return;
    }
    if (bytes < BATCH_BYTES && !this.#ended) return;
    this.#batch = [];
    this.#batchBytes = 0;
    this.#writing = true;
    this.#body.resume();
    writeAll(this.#file, batch, bytes).then(
      () => {
        this.#writing = false;
        this.#write();
      },
      (error: unknown) => {
        this.#writing = false;
        this.#fail(error);
      },
    );
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#body.pause();
    if (!this.#writing) this.#done();
  }

  /** Against senders that hold many uploads open by a few bytes now and then. */
  #endWhenSlow(stallMs: number): NodeJS.Timeout {
    let before = 0;
    return setInterval(() => {
      const { received } = this.#gate;
      if (received - before < LEAST_BYTES_A_STRETCH && !this.#ended) this.#fail(tooSlow(stallMs));
      before = received;
    }, stallMs);
  }
}

/** One call nearly always; a disk about to be full may take a part. */
async function writeAll(file: UploadFile, batch: readonly Buffer[], bytes: number): Promise<void> {
  const { bytesWritten } = await file.writev(batch);
  if (bytesWritten < bytes) await file.writeFile(Buffer.concat(batch).subarray(bytesWritten));
}

class ContainerGate {
  readonly #maxBytes: number;
  #head = Buffer.alloc(0);
  received = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Why the body cannot be a container, seen with its next bytes. */
  refusalOf(chunk: Buffer): AdapterError | undefined {
    this.received += chunk.length;
    if (this.#head.length < ZIP_MAGIC.length) {
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, ZIP_MAGIC.length - this.#head.length)]);
      if (!ZIP_MAGIC.subarray(0, this.#head.length).equals(this.#head)) return notAZip();
    }
    return this.received > this.#maxBytes ? tooLarge(this.#maxBytes) : undefined;
  }
}

/** Refuses by the announced length before a byte is read. */
export function requireAllowedLength(contentLength: string | undefined): void {
  const announced = Number(contentLength);
  if (Number.isFinite(announced) && announced > LIMITS.maxContainerBytes)
    throw tooLarge(LIMITS.maxContainerBytes);
}

function tooLarge(maxBytes: number): AdapterError {
  return new AdapterError('container_too_large', `The container is over the limit of ${maxBytes} bytes.`, {
    context: { max_bytes: maxBytes },
  });
}

function tooSlow(stallMs: number): AdapterError {
  return new AdapterError(
    'upload_too_slow',
    `The upload brought less than ${LEAST_BYTES_A_STRETCH} bytes in ${stallMs / 1000} s; send it again.`,
  );
}

function notAZip(): AdapterError {
  return new AdapterError('container_malformed', 'The body is not a zip; send what the SDK made.');
}

function asUploadError(error: unknown): unknown {
  if (error instanceof AdapterError) return error;
  const full = asStorageError(error);
  if (full !== undefined) return full;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET')
    return new AdapterError('container_malformed', 'The upload ended before the container was complete.', {
      cause: error,
    });
  return error;
}
