import { type FileHandle, open, rm } from 'node:fs/promises';
import { finished, type Readable, Writable } from 'node:stream';
import { finished as ended } from 'node:stream/promises';
import { LIMITS } from '@presence/protocol';
import { AdapterError } from '../model/adapter-error.ts';
import { asStorageError } from '../model/storage-error.ts';
import { LEAST_BYTES_A_STRETCH, MAX_BYTES_UNWRITTEN } from './intake.data.ts';

export interface ReceiveOptions {
  readonly maxBytes: number;
  /** Milliseconds in which it has to get on. */
  readonly stallMs: number;
  readonly openFile?: (path: string) => Promise<UploadFile>;
}

/** What an upload needs of a file. */
export interface UploadFile extends Pick<FileHandle, 'sync' | 'close'> {
  /** Appends; may take a part only. */
  writev(packets: Buffer[]): Promise<{ readonly bytesWritten: number }>;
}

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
      await copy(body, new FileSink(file, gate), { gate, stallMs });
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

interface Pace {
  readonly gate: ContainerGate;
  readonly stallMs: number;
}

/** The body is never destroyed, for with it would go the socket the reply goes out on; it is left paused when it is refused. */
async function copy(body: Readable, sink: FileSink, { gate, stallMs }: Pace): Promise<void> {
  const stop = finished(body, { writable: false }, (error) => {
    if (error) sink.destroy(error);
  });
  let before = 0;
  // Against senders that hold many uploads open by a few bytes now and then.
  const pace = setInterval(() => {
    if (gate.received - before < LEAST_BYTES_A_STRETCH && !body.readableEnded) sink.destroy(tooSlow(stallMs));
    before = gate.received;
  }, stallMs);
  try {
    body.pipe(sink);
    await ended(sink);
  } finally {
    clearInterval(pace);
    stop();
    body.unpipe(sink);
    body.pause();
  }
}

/** Packets that came while others were written go out together. It closes when nothing is being written any more. */
class FileSink extends Writable {
  readonly #file: UploadFile;
  readonly #gate: ContainerGate;
  #write: Promise<void> = Promise.resolve();

  constructor(file: UploadFile, gate: ContainerGate) {
    super({ highWaterMark: MAX_BYTES_UNWRITTEN });
    this.#file = file;
    this.#gate = gate;
  }

  override _write(packet: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#append([packet], done);
  }

  override _writev(packets: { readonly chunk: Buffer }[], done: (error?: Error) => void): void {
    this.#append(
      packets.map(({ chunk }) => chunk),
      done,
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const close = () => done(error);
    this.#write.then(close, close);
  }

  #append(packets: readonly Buffer[], done: (error?: Error) => void): void {
    for (const packet of packets) {
      const refusal = this.#gate.refusalOf(packet);
      if (refusal !== undefined) {
        done(refusal);
        return;
      }
    }
    this.#write = writeAll(this.#file, packets);
    this.#write.then(() => done(), done);
  }
}

/** One call nearly always; a disk about to be full may take a part. */
async function writeAll(file: UploadFile, packets: readonly Buffer[]): Promise<void> {
  for (let left = [...packets]; left.length > 0; ) {
    const { bytesWritten } = await file.writev(left);
    left = without(left, bytesWritten);
  }
}

function without(packets: readonly Buffer[], bytes: number): Buffer[] {
  let gone = bytes;
  return packets.flatMap((packet) => {
    const rest = packet.subarray(Math.min(gone, packet.length));
    gone -= packet.length - rest.length;
    return rest.length > 0 ? [rest] : [];
  });
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
