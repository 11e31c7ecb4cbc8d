import { createHash, hash } from 'node:crypto';
import { malformed } from './container-archive.ts';

/** A small entry as a whole; refuses one longer than `maxBytes` while reading. */
export async function readSmallEntry(
  content: Buffer | AsyncIterable<Buffer>,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of Buffer.isBuffer(content) ? [content] : content) {
      length += chunk.length;
      if (length > maxBytes) break;
      // The piece is good only until the next is asked for.
      chunks.push(Buffer.from(chunk));
    }
  } catch (cause) {
    throw damaged(cause);
  }
  if (length > maxBytes) throw malformed(`A file that may hold ${maxBytes} bytes is longer.`);
  return Buffer.concat(chunks);
}

export interface Digest<T> {
  readonly sha256: string;
  readonly found: T | undefined;
}

/** The same of an entry that is at hand. */
export function digestWhole<T>(
  content: Buffer,
  headBytes: number,
  look: (head: Buffer) => T | undefined,
): Digest<T> {
  return { sha256: hash('sha256', content, 'hex'), found: look(content.subarray(0, headBytes)) };
}

/**
 * Hash of a whole entry, and what `look` finds in its first `headBytes`, in one pass and constant memory. `look` is asked
 * again with more of them while it finds nothing.
 */
export async function digestEntry<T>(
  content: AsyncIterable<Buffer>,
  headBytes: number,
  look: (head: Buffer) => T | undefined,
): Promise<Digest<T>> {
  const sum = createHash('sha256');
  let found: T | undefined;
  let head = Buffer.alloc(0);
  try {
    for await (const chunk of content) {
      sum.update(chunk);
      if (found !== undefined || head.length >= headBytes) continue;
      const more = chunk.subarray(0, headBytes - head.length);
      // Copied only where a file comes in several pieces; nearly every one comes whole.
      found = look(head.length === 0 ? more : Buffer.concat([head, more]));
      if (found === undefined) head = Buffer.concat([head, more]);
    }
  } catch (cause) {
    throw damaged(cause);
  }
  return { sha256: sum.digest('hex'), found };
}

function damaged(cause: unknown): unknown {
  return malformed('A file in the container cannot be unpacked, or is not where the container says.', cause);
}
