import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { fromRandomAccessReaderPromise, type Options, RandomAccessReader, type ZipFile } from 'yauzl';

/** Bytes read at a time: a few frames of a capture. Ours, 2026-11-22. */
const WINDOW_BYTES = 256 * 1024;

/**
 * Opens a zip on disk for reading its entries in about the order they lie in. Entries are small and many, so the file is
 * read in windows rather than by two calls for each entry. The caller closes it; streams still open then fail.
 *
 * @throws Error of the file system, or yauzl's when it is no zip.
 */
export async function openZip(
  path: string,
  options: Pick<Options, 'strictFileNames'> = {},
): Promise<ZipFile> {
  const file = await open(path, 'r');
  const reader = new WindowedReader(file);
  try {
    const { size } = await file.stat();
    return await fromRandomAccessReaderPromise(reader, size, { ...options, autoClose: false });
  } catch (error) {
    await file.close();
    throw error;
  }
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
    return Readable.from(this.#range(start, end), { objectMode: false });
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
    for await (const chunk of this.#range(start, end)) at += chunk.copy(buffer, at);
  }

  async *#range(start: number, end: number): AsyncGenerator<Buffer> {
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
