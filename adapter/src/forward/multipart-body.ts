import { randomBytes } from 'node:crypto';

/** One file of a multipart form; `open` is called when its turn comes. */
export interface FilePart {
  readonly name: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly open: () => Promise<AsyncIterable<Buffer>> | AsyncIterable<Buffer>;
}

/** Bytes handed to the connection at a time: a call for each header of a few bytes would cost more than copying. Ours, 2026-11-22. */
const PIECE_BYTES = 128 * 1024;

export interface MultipartBody {
  readonly contentType: string;
  /** Pieces of at least `PIECE_BYTES`, the last one aside. */
  readonly pieces: AsyncGenerator<Buffer>;
}

/**
 * A multipart/form-data body (RFC 7578) written as it is read: the `payload` field, then the files one after another.
 * Names are ours (letters, digits, `_`, `.`), so no quoting is needed.
 */
export function multipartBody(payload: string, files: readonly FilePart[]): MultipartBody {
  const boundary = `presence-${randomBytes(16).toString('hex')}`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    pieces: inPieces(chunksOf(boundary, payload, files)),
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
    yield* await file.open();
    yield Buffer.from('\r\n');
  }
  yield Buffer.from(`--${boundary}--\r\n`);
}

async function* inPieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < PIECE_BYTES) continue;
    yield Buffer.concat(held, bytes);
    held = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(held, bytes);
}
