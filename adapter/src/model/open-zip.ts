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
import type { BufferPool } from './buffer-pool.ts';

const STORED = 0;
const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04034b50;

/** A zip on disk and its entries' contents, read one after the other. */
export interface OpenedZip {
  readonly zip: ZipFile;
  /** Shows `visit` every entry of the directory in its order; ends with what that throws. To be called once. */
  eachEntry(visit: (entry: Entry) => void): Promise<void>;
  /**
   * The whole of a stored entry, checked, if the window last read has it: no waiting and no stream, which for many small files
   * cost more than their content. Good until the next call. What is not at hand, or not as it should be, `content` reads or
   * complains of.
   */
  held(entry: Entry): Buffer | undefined;
  /**
   * Unpacked, checked against the entry's CRC-32 at the end. A piece is good until the next one is asked for; a stored file
   * that a window can hold is one piece. Throws if the entry is not where the zip says, is damaged, or another is being read.
   */
  content(entry: Entry): AsyncGenerator<Buffer, void>;
}

export interface OpenZipOptions extends Pick<Options, 'strictFileNames'> {
  /** One of them is the window the file is read in, until the zip is closed. */
  readonly buffers: BufferPool;
}

/**
 * Opens a zip on disk for reading its entries in about the order they lie in. Entries are small and many, so the file is
 * read in windows rather than by two calls for each entry. The caller closes it; what is still being read then fails.
 *
 * @throws Error of the file system, or yauzl's when it is no zip.
 */
export async function openZip(path: string, { buffers, ...options }: OpenZipOptions): Promise<OpenedZip> {
  const file = await open(path, 'r');
  const reader = new WindowedReader(file, buffers);
  try {
    const { size } = await file.stat();
    const zip = await fromRandomAccessReaderPromise(reader, size, { ...options, autoClose: false });
    let reading = false;
    return {
      zip,
      eachEntry: (visit) => eachEntry(zip, visit),
      held: (entry) => (reading ? undefined : heldWhole(reader, entry)),
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
    await reader.release();
    throw error;
  }
}

/** yauzl's own iteration makes promises for each entry although nearly all are at hand. */
async function eachEntry(zip: ZipFile, visit: (entry: Entry) => void): Promise<void> {
  const met: Entry[] = [];
  const failures: Error[] = [];
  let wake = () => {};
  zip.on('entry', (entry) => {
    met.push(entry);
    wake();
  });
  zip.on('error', (error: Error) => {
    failures.push(error);
    wake();
  });
  for (let left = zip.entryCount; left > 0; left -= 1) {
    zip.readEntry();
    if (met.length === 0 && failures.length === 0)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    const entry = met.pop();
    if (entry === undefined) throw failures[0];
    visit(entry);
  }
}

/** The local header is read as yauzl's readLocalFileHeader does (APPNOTE 4.3.7). */
function heldWhole(reader: WindowedReader, entry: Entry): Buffer | undefined {
  if (entry.compressionMethod !== STORED || entry.isEncrypted()) return undefined;
  const at = entry.relativeOffsetOfLocalHeader;
  const header = reader.held(at, at + LOCAL_HEADER_BYTES);
  if (header === undefined || header.readUInt32LE(0) !== LOCAL_HEADER_SIGNATURE) return undefined;
  const start = at + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const bytes = reader.held(start, start + entry.compressedSize);
  return bytes !== undefined && crc32(bytes) === entry.crc32 ? bytes : undefined;
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
  readonly #buffers: BufferPool;
  /** Written over by the next read. */
  #window: Buffer | undefined;
  #start = 0;
  #length = 0;

  constructor(file: FileHandle, buffers: BufferPool) {
    super();
    this.#file = file;
    this.#buffers = buffers;
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
    const held = this.held(position, position + length);
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
    this.release().then(
      () => callback(null),
      (error: Error) => callback(error),
    );
  }

  /** The window is given back only then: closing waits for a read that is under way and would write into it. */
  async release(): Promise<void> {
    await this.#file.close();
    this.#length = 0;
    if (this.#window !== undefined) this.#buffers.give(this.#window);
    this.#window = undefined;
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
      const chunk = this.held(at, Math.min(end, at + this.#buffers.bytes)) ?? (await this.#load(at, end));
      at += chunk.length;
      yield chunk;
    }
  }

  /** These bytes if all of them are at hand. */
  held(start: number, end: number): Buffer | undefined {
    const from = start - this.#start;
    const to = end - this.#start;
    return from >= 0 && to <= this.#length ? this.#window?.subarray(from, to) : undefined;
  }

  /** The window that begins at `start`, as far as before `end`; at least one byte. */
  async #load(start: number, end: number): Promise<Buffer> {
    this.#length = 0;
    this.#window ??= this.#buffers.take();
    const window = this.#window;
    const { bytesRead } = await this.#file.read(window, 0, window.length, start);
    if (bytesRead === 0) throw new Error(`The file ends before byte ${end}.`);
    this.#start = start;
    this.#length = bytesRead;
    return window.subarray(0, Math.min(bytesRead, end - start));
  }
}
