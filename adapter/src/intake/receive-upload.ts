import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { type Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LIMITS } from '@presence/protocol';
import { AdapterError } from '../model/adapter-error.ts';
import { asStorageError } from '../model/storage-error.ts';

const ZIP_MAGIC = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/**
 * Streams a container to `path` and flushes it. Constant memory. Stops at the first byte over the limit and at once
 * when the body does not begin like a zip; whatever goes wrong, the file is gone afterwards. Answers the byte count.
 */
export async function receiveUpload(
  body: Readable,
  path: string,
  maxBytes: number,
  openFile: (path: string) => Writable = createPrivateFile,
): Promise<number> {
  const gate = containerGate(maxBytes);
  try {
    // Not the body itself: pipeline would destroy it on a refusal, and with it the socket the reply goes out on.
    const chunks = body.iterator({ destroyOnReturn: false });
    await pipeline(chunks, gate.transform, openFile(path));
    if (gate.received() < ZIP_MAGIC.length) throw notAZip();
    const file = await open(path, 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    return gate.received();
  } catch (error) {
    await rm(path, { force: true });
    throw asUploadError(error);
  }
}

function createPrivateFile(path: string): Writable {
  return createWriteStream(path, { flags: 'wx', mode: 0o600 });
}

function containerGate(maxBytes: number): { transform: Transform; received: () => number } {
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
