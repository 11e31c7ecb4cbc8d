import { randomBytes } from 'node:crypto';
import type { BufferPool } from '../model/buffer-pool.ts';
import { type BodyPart, bodyPieces } from './body-pieces.ts';

/** One file of a multipart form. */
export interface FilePart {
  readonly name: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly content: readonly BodyPart[];
}

export interface MultipartBody {
  readonly contentType: string;
  readonly pieces: AsyncGenerator<Buffer>;
}

/**
 * A multipart/form-data body (RFC 7578) written as it is read: the `payload` field, then the files one after another.
 * Names are ours (letters, digits, `_`, `.`), so no quoting is needed.
 */
export function multipartBody(
  payload: string,
  files: readonly FilePart[],
  buffers: BufferPool,
): MultipartBody {
  const boundary = `presence-${randomBytes(16).toString('hex')}`;
  const parts: BodyPart[] = [
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="payload"\r\nContent-Type: application/json\r\n\r\n${payload}\r\n`,
    ),
  ];
  for (const { name, fileName, contentType, content } of files)
    parts.push(
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${fileName}"\r\nContent-Type: ${contentType}\r\n\r\n`,
      ),
      ...content,
      Buffer.from('\r\n'),
    );
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { contentType: `multipart/form-data; boundary=${boundary}`, pieces: bodyPieces(parts, buffers) };
}
