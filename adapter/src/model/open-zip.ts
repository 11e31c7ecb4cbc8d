import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import {
  type Entry,
  fromRandomAccessReaderPromise,
  type Options,
  RandomAccessReader,
  type ZipFile,
} from 'yauzl';

/** Bytes read at a time: about ten frames of a capture. Ours, 2026-11-22. */
const WINDOW_BYTES = 512 * 1024;

const STORED = 0;

/** A zip on disk and its entries' contents. */
export interface OpenedZip {
  readonly zip: ZipFile;
  /** Unpacked, checked against the entry's CRC-32 at the end. Rejects or throws if the entry is not where the zip says, or is damaged. */
  content(entry: Entry): Promise<AsyncIterable<Buffer>>;
}

/**
 * Opens a zip on disk for reading its entries in about the order they lie in. Entries are small and many, so the file is
 * read in windows rather than by two calls for each entry. The caller closes it; streams still open then fail.
 *
 * @throws Error of the file system, or yauzl's when it is no zip.
 */
export async function openZip(
  path: string,
  options: Pick<Options, 'strictFileNames'> = {},
): Promise<OpenedZip> {
  const file = await open(path, 'r');
  const reader = new WindowedReader(file);
  try {
    const { size } = await file.stat();
    const zip = await fromRandomAccessReaderPromise(reader, size, { ...options, autoClose: false });
    return { zip, content: async (entry) => checked(entry, await unpacked(zip, reader, entry)) };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** What is stored is read as it lies; a stream for each of many small files would cost more than their content. */
async function unpacked(zip: ZipFile, reader: WindowedReader, entry: Entry): Promise<AsyncIterable<Buffer>> {
  if (entry.compressionMethod !== STORED || entry.isEncrypted()) return zip.openReadStreamPromise(entry);
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  return reader.range(fileDataStart, fileDataStart + entry.compressedSize);
}

async function* checked(entry: Entry, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let sum = 0;
  for await (const chunk of chunks) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== entry.crc32) throw new Error(`The CRC-32 of ${entry.fileName} is wrong.`);
}

class WindowedReader extends RandomAccessReader {
  readonly #file: FileHandle;
  /** Replaced, never overwritten: slices of it are handed out. */
  #window = Buffer.alloc(0);
  #start = 0;

  constructor(file: FileHandle) {
    super();
    this.#file = file;
  }

  override createReadStream({ start, end }: { start: number; end: number }): Readable {
    return Readable.from(this.range(start, end), { objectMode: false });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#fill(buffer, offset, position, position + length).then(
      () => callback(null),
      (error: Error) => callback(error),
    );
  }

  override close(callback: (error: Error | null) => void): void {
    this.#file.close().then(
      () => callback(null),
      (error: Error) => callback(error),
    );
  }

  async #fill(buffer: Buffer, offset: number, start: number, end: number): Promise<void> {
    let at = offset;
    for await (const chunk of this.range(start, end)) at += chunk.copy(buffer, at);
  }

  /** The bytes from `start` to before `end`, in pieces. */
  async *range(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end; ) {
      const chunk = await this.#chunkAt(at, end);
      at += chunk.length;
      yield chunk;
    }
  }

  /** What is at hand from `position` on, at most until `end`, at least one byte. */
  async #chunkAt(position: number, end: number): Promise<Buffer> {
    const held = position - this.#start;
    if (held >= 0 && held < this.#window.length)
      return this.#window.subarray(held, Math.min(this.#window.length, end - this.#start));
    const { buffer, bytesRead } = await this.#file.read(
      Buffer.allocUnsafe(WINDOW_BYTES),
      0,
      WINDOW_BYTES,
      position,
    );
    if (bytesRead === 0) throw new Error(`The file ends before byte ${end}.`);
    this.#window = buffer.subarray(0, bytesRead);
    this.#start = position;
    return this.#window.subarray(0, Math.min(bytesRead, end - position));
  }
}
