import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LIMITS } from '@presence/protocol';
import { AdapterError } from '../model/adapter-error.ts';
import { asStorageError } from '../model/storage-error.ts';
import { LEAST_BYTES_A_STRETCH } from './intake.data.ts';

export interface ReceiveOptions {
  readonly maxBytes: number;
  /** Milliseconds in which it has to get on. */
  readonly stallMs: number;
  readonly openFile?: (path: string) => Writable;
}

/** Bytes that may wait for the disk; what waits is written by one call, because one for each packet would cost more than its
 * content. Ours, 2026-11-22. */
const WAITING_BYTES = 256 * 1024;

const ZIP_MAGIC = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/**
 * Streams a container to `path` and flushes it. Constant memory. Stops at the first byte over the limit, at once when the
 * body does not begin like a zip, and when it hardly gets on; whatever goes wrong, the file is gone afterwards. Answers the
 * byte count.
 */
export async function receiveUpload(
  body: Readable,
  path: string,
  { maxBytes, stallMs, openFile = createPrivateFile }: ReceiveOptions,
): Promise<number> {
  const gate = containerGate(maxBytes);
  const pace = endWhenSlow(gate, stallMs);
  try {
    // Not the body itself: pipeline would destroy it on a refusal, and with it the socket the reply goes out on.
    const chunks = body.iterator({ destroyOnReturn: false });
    await pipeline(chunks, gate.transform, openFile(path));
    if (gate.received() < ZIP_MAGIC.length) throw notAZip();
    return gate.received();
  } catch (error) {
    await rm(path, { force: true });
    throw asUploadError(error);
  } finally {
    clearInterval(pace);
  }
}

/** Against senders that hold many uploads open by a few bytes now and then. */
function endWhenSlow({ transform, received }: ContainerGate, stallMs: number): NodeJS.Timeout {
  let before = 0;
  return setInterval(() => {
    const now = received();
    if (now - before < LEAST_BYTES_A_STRETCH && !transform.writableEnded) transform.destroy(tooSlow(stallMs));
    before = now;
  }, stallMs);
}

function createPrivateFile(path: string): Writable {
  return createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true, highWaterMark: WAITING_BYTES });
}

interface ContainerGate {
  readonly transform: Transform;
  readonly received: () => number;
}

function containerGate(maxBytes: number): ContainerGate {
  let received = 0;
  let head = Buffer.alloc(0);
  const transform = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (head.length < ZIP_MAGIC.length) {
        head = Buffer.concat([head, chunk.subarray(0, ZIP_MAGIC.length - head.length)]);
        if (!ZIP_MAGIC.subarray(0, head.length).equals(head)) return done(notAZip());
      }
      if (received > maxBytes) return done(tooLarge(maxBytes));
      done(null, chunk);
    },
  });
  return { transform, received: () => received };
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
