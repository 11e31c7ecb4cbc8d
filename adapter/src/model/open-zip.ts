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

/** A zip on disk and its entries' contents, read one after the other. */
export interface OpenedZip {
  readonly zip: ZipFile;
  /**
   * Unpacked, checked against the entry's CRC-32 at the end. A piece is good until the next one is asked for; a stored file
   * of up to `WINDOW_BYTES` is one piece. Throws if the entry is not where the zip says, is damaged, or another is being read.
   */
  content(entry: Entry): AsyncGenerator<Buffer, void>;
}

/**
 * Opens a zip on disk for reading its entries in about the order they lie in. Entries are small and many, so the file is
 * read in windows rather than by two calls for each entry. The caller closes it; what is still being read then fails.
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
    let reading = false;
    return {
      zip,
      content: async function* (entry) {
        if (reading) throw new Error(`${entry.fileName} is asked for while another file is being read.`);
        reading = true;
        try {
          yield* checked(entry, unpacked(zip, reader, entry));
        } finally {
          reading = false;
        }
      },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** What is stored is read as it lies; a stream for each of many small files would cost more than their content. */
async function* unpacked(zip: ZipFile, reader: WindowedReader, entry: Entry): AsyncGenerator<Buffer> {
  if (entry.compressionMethod !== STORED || entry.isEncrypted()) {
    yield* await zip.openReadStreamPromise(entry);
    return;
  }
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  yield* reader.range(fileDataStart, fileDataStart + entry.compressedSize);
}

async function* checked(entry: Entry, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let sum = 0;
  for await (const chunk of chunks) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== entry.crc32) throw new Error(`The CRC-32 of ${entry.fileName} is wrong.`);
}

class WindowedReader extends RandomAccessReader {
  readonly #file: FileHandle;
  /** Written over by the next read, because a new one each time is work for the garbage collector. */
  #buffer: Buffer | undefined;
  #start = 0;
  #length = 0;

  constructor(file: FileHandle) {
    super();
    this.#file = file;
  }

  override createReadStream({ start, end }: { start: number; end: number }): Readable {
    return Readable.from(this.#copies(start, end), { objectMode: false });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const held = this.#held(position, position + length);
    if (held !== undefined) {
      held.copy(buffer, offset);
      callback(null);
      return;
    }
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

  /** For streams, which read ahead. */
  async *#copies(start: number, end: number): AsyncGenerator<Buffer> {
    for await (const chunk of this.range(start, end)) yield Buffer.from(chunk);
  }

  /** The bytes from `start` to before `end`: whole if a window can hold them, else in pieces. */
  async *range(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end; ) {
      const chunk = this.#held(at, Math.min(end, at + WINDOW_BYTES)) ?? (await this.#load(at, end));
      at += chunk.length;
      yield chunk;
    }
  }

  /** These bytes if all of them are at hand. */
  #held(start: number, end: number): Buffer | undefined {
    const from = start - this.#start;
    const to = end - this.#start;
    return from >= 0 && to <= this.#length ? this.#buffer?.subarray(from, to) : undefined;
  }

  /** The window that begins at `start`, as far as before `end`; at least one byte. */
  async #load(start: number, end: number): Promise<Buffer> {
    this.#length = 0;
    this.#buffer ??= Buffer.allocUnsafeSlow(WINDOW_BYTES);
    const { buffer, bytesRead } = await this.#file.read(this.#buffer, 0, WINDOW_BYTES, start);
    if (bytesRead === 0) throw new Error(`The file ends before byte ${end}.`);
    this.#start = start;
    this.#length = bytesRead;
    return buffer.subarray(0, Math.min(bytesRead, end - start));
  }
}
