import { createHash } from 'node:crypto';
import { AdapterError } from '../model/adapter-error.ts';
import { type ContainerArchive, malformed } from './container-archive.ts';

/** Opens a file of the container; refuses it if the directory points to where no file is. */
export async function openEntry(archive: ContainerArchive, name: string): Promise<AsyncIterable<Buffer>> {
  return archive.openFile(name).catch((error: unknown) => {
    if (error instanceof AdapterError) throw error;
    throw malformed('A file is not where the container says.', error);
  });
}

/** A small entry as a whole; refuses one longer than `maxBytes` while reading. */
export async function readSmallEntry(content: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunksOf(content)) {
    length += chunk.length;
    if (length > maxBytes) throw malformed(`A file that may hold ${maxBytes} bytes is longer.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Hash of a whole entry and its first bytes, in one pass and constant memory. */
export async function digestEntry(
  content: AsyncIterable<Buffer>,
  headBytes: number,
): Promise<{ sha256: string; head: Buffer }> {
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  let missing = headBytes;
  for await (const chunk of chunksOf(content)) {
    hash.update(chunk);
    if (missing > 0) {
      head.push(chunk.subarray(0, missing));
      missing -= Math.min(missing, chunk.length);
    }
  }
  return { sha256: hash.digest('hex'), head: Buffer.concat(head) };
}

async function* chunksOf(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* content;
  } catch (cause) {
    throw malformed('A file in the container cannot be unpacked.', cause);
  }
}
