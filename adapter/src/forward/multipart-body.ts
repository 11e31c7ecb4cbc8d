import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';

/** One file of a multipart form; `open` is called when its turn comes. */
export interface FilePart {
  readonly name: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly open: () => Promise<Readable> | Readable;
}

export interface MultipartBody {
  readonly contentType: string;
  readonly stream: Readable;
}

/**
 * A multipart/form-data body (RFC 7578) written as it is read: the `payload` field, then the files one after another.
 * Names are ours (letters, digits, `_`, `.`), so no quoting is needed.
 */
export function multipartBody(payload: string, files: readonly FilePart[]): MultipartBody {
  const boundary = `presence-${randomBytes(16).toString('hex')}`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    stream: Readable.from(chunksOf(boundary, payload, files), { objectMode: false }),
  };
}

async function* chunksOf(
  boundary: string,
  payload: string,
  files: readonly FilePart[],
): AsyncGenerator<Buffer> {
  yield Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="payload"\r\nContent-Type: application/json\r\n\r\n${payload}\r\n`,
  );
  for (const file of files) {
    yield Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${file.name}"; filename="${file.fileName}"\r\nContent-Type: ${file.contentType}\r\n\r\n`,
    );
    // A byte stream yields buffers; Readable's iterator is untyped.
    for await (const chunk of await file.open()) yield chunk as Buffer;
    yield Buffer.from('\r\n');
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}
