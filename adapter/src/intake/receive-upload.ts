import { type FileHandle, open, rm } from 'node:fs/promises';
import { finished, type Readable } from 'node:stream';
import { LIMITS } from '@presence/protocol';
import { AdapterError } from '../model/adapter-error.ts';
import type { BufferPool } from '../model/buffer-pool.ts';
import { asStorageError } from '../model/storage-error.ts';
import { LEAST_BYTES_A_STRETCH } from './intake.data.ts';

export interface ReceiveOptions {
  readonly maxBytes: number;
  /** Milliseconds in which it has to get on. */
  readonly stallMs: number;
  /** Of what is written by one call; two of them are in use at a time. */
  readonly buffers: BufferPool;
  readonly openFile?: (path: string) => Promise<UploadFile>;
}

/** What an upload needs of a file. */
export interface UploadFile extends Pick<FileHandle, 'sync' | 'close'> {
  /** Appends; may take a part only. */
  write(buffer: Buffer, offset: number, length: number): Promise<{ readonly bytesWritten: number }>;
}

/** Milliseconds after which what has come in is written although it fills no buffer, so that uploads that wait for their
 * network hold nothing. Ours, 2026-11-22. */
const IDLE_MS = 100;

const ZIP_MAGIC = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/**
 * Writes a container to `path` and flushes it. Constant memory. Stops at the first byte over the limit, at once when the
 * body does not begin like a zip, and when it hardly gets on; whatever goes wrong, the file is gone afterwards. Answers the
 * byte count.
 */
export async function receiveUpload(
  body: Readable,
  path: string,
  { maxBytes, stallMs, buffers, openFile = createPrivateFile }: ReceiveOptions,
): Promise<number> {
  const gate = new ContainerGate(maxBytes);
  try {
    const file = await openFile(path);
    try {
      await new BodyToFile(body, file, { gate, buffers }).run(stallMs);
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

interface BodyParts {
  readonly gate: ContainerGate;
  readonly buffers: BufferPool;
}

/**
 * No stream or promise for each packet. Packets are copied at once, so that none waits for the disk and grows old, which
 * costs a full collection. The body is never destroyed, for with it would go the socket the
 * reply goes out on; it is left paused when its content is refused.
 */
class BodyToFile {
  readonly #body: Readable;
  readonly #file: UploadFile;
  readonly #parts: BodyParts;
  #filling: Buffer | undefined;
  #filled = 0;
  /** Of the packet that found both buffers full. */
  #rest: Buffer | undefined;
  #writing = false;
  #ended = false;
  #failure: unknown;
  #done: () => void = () => {};

  constructor(body: Readable, file: UploadFile, parts: BodyParts) {
    this.#body = body;
    this.#file = file;
    this.#parts = parts;
  }

  /** Returns once all is written; nothing is being written any more when it rejects. */
  async run(stallMs: number): Promise<void> {
    const done = new Promise<void>((resolve) => {
      this.#done = resolve;
    });
    const pace = this.#endWhenSlow(stallMs);
    const idle = setTimeout(() => this.#write(), IDLE_MS);
    const stop = finished(this.#body, { writable: false }, (error) => this.#onEnd(error));
    const onData = (chunk: Buffer) => {
      idle.refresh();
      this.#onData(chunk);
    };
    this.#body.on('data', onData);
    try {
      await done;
      if (this.#failure !== undefined) throw this.#failure;
    } finally {
      clearInterval(pace);
      clearTimeout(idle);
      stop();
      this.#body.off('data', onData);
      this.#body.pause();
      if (this.#filling !== undefined) this.#parts.buffers.give(this.#filling);
    }
  }

  #onData(chunk: Buffer): void {
    const refusal = this.#parts.gate.refusalOf(chunk);
    if (refusal === undefined) this.#keep(chunk);
    else this.#fail(refusal);
  }

  #keep(chunk: Buffer): void {
    this.#rest = undefined;
    for (let at = 0; at < chunk.length; ) {
      this.#filling ??= this.#parts.buffers.take();
      const copied = chunk.copy(this.#filling, this.#filled, at);
      at += copied;
      this.#filled += copied;
      if (this.#filled < this.#filling.length) return;
      if (this.#writing) {
        this.#rest = chunk.subarray(at);
        this.#body.pause();
        return;
      }
      this.#write();
    }
  }

  #onEnd(error: Error | null | undefined): void {
    if (error) {
      this.#fail(error);
      return;
    }
    this.#ended = true;
    this.#write();
  }

  /** What has come in so far, unless a write is under way; ends the whole if there is nothing more to write. */
  #write(): void {
    if (this.#writing) return;
    const buffer = this.#filling;
    if (this.#failure !== undefined || (this.#ended && buffer === undefined)) this.#done();
    else if (buffer !== undefined) this.#writeOut(buffer, this.#filled);
  }

  #writeOut(buffer: Buffer, bytes: number): void {
    this.#filling = undefined;
    this.#filled = 0;
    this.#writing = true;
    writeAll(this.#file, buffer, bytes).then(
      () => {
        this.#writing = false;
        this.#parts.buffers.give(buffer);
        this.#goOn();
      },
      (error: unknown) => {
        this.#writing = false;
        this.#fail(error);
      },
    );
  }

  #goOn(): void {
    const rest = this.#rest;
    const full = this.#filling !== undefined && this.#filled === this.#filling.length;
    if (full || this.#ended || this.#failure !== undefined) this.#write();
    if (rest === undefined || this.#failure !== undefined) return;
    this.#keep(rest);
    // Longer than a buffer: there is a rest of it again.
    if (this.#rest === undefined) this.#body.resume();
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
      const { received } = this.#parts.gate;
      if (received - before < LEAST_BYTES_A_STRETCH && !this.#ended) this.#fail(tooSlow(stallMs));
      before = received;
    }, stallMs);
  }
}

/** One call nearly always; a disk about to be full may take a part. */
async function writeAll(file: UploadFile, buffer: Buffer, bytes: number): Promise<void> {
  for (let at = 0; at < bytes; ) at += (await file.write(buffer, at, bytes - at)).bytesWritten;
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
