import { type Entry, open, type ZipFile } from 'yauzl';
import type { FrameReader } from '../model/blob-store.ts';
import { formatOf } from '../model/media-format.ts';
import { spread } from '../model/spread.ts';

const FRAME_NAME = /^[^/\\]{1,120}\.(jpe?g|png)$/i;

export interface FrameReaderLimits {
  /** Zips with more entries count as unreadable. */
  readonly maxEntries: number;
  readonly maxFrameBytes: number;
}

/** Frames of a shot-set zip by position, for showing them; the analysis unpacks by its own, stricter rules. */
export function createZipFrameReader(limits: FrameReaderLimits): FrameReader {
  return {
    async count(path) {
      try {
        return (await withZip(path, (zip) => frameEntries(zip, limits))).length;
      } catch {
        return 0; // An unreadable zip is stored all the same; its analysis says what is wrong with it.
      }
    },
    async read(path, index) {
      try {
        return await withZip(path, async (zip) => {
          const entry = (await frameEntries(zip, limits))[index];
          return entry && (await readFrame(zip, entry, limits));
        });
      } catch {
        return undefined;
      }
    },
    async *spread(path, count) {
      const zip = await openZip(path);
      try {
        for (const entry of spread(await frameEntries(zip, limits), count)) {
          const frame = await readFrame(zip, entry, limits).catch(() => undefined);
          if (frame) yield frame.bytes;
        }
      } finally {
        zip.close();
      }
    },
  };
}

async function readFrame(zip: ZipFile, entry: Entry, { maxFrameBytes }: FrameReaderLimits) {
  if (entry.uncompressedSize > maxFrameBytes || entry.isEncrypted()) return undefined;
  const bytes = await readEntry(zip, entry);
  const format = formatOf(bytes);
  return format?.kind === 'image' ? { bytes, contentType: format.contentType } : undefined;
}

function openZip(path: string): Promise<ZipFile> {
  return new Promise<ZipFile>((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false }, (error, file) =>
      error ? reject(error) : resolve(file),
    );
  });
}

async function withZip<T>(path: string, use: (zip: ZipFile) => Promise<T>): Promise<T> {
  const zip = await openZip(path);
  try {
    return await use(zip);
  } finally {
    zip.close();
  }
}

function frameEntries(zip: ZipFile, limits: FrameReaderLimits): Promise<readonly Entry[]> {
  return new Promise((resolve, reject) => {
    if (zip.entryCount > limits.maxEntries) {
      reject(new RangeError('too many entries'));
      return;
    }
    const frames: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      if (FRAME_NAME.test(entry.fileName)) frames.push(entry);
      zip.readEntry();
    });
    zip.once('end', () => resolve(frames.sort((a, b) => (a.fileName < b.fileName ? -1 : 1))));
    zip.once('error', reject);
    zip.readEntry();
  });
}

/** yauzl ends the stream with an error if it yields more or fewer bytes than the entry declares, so this is bounded. */
function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) {
        reject(error);
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('error', reject);
      stream.once('end', () => resolve(Buffer.concat(chunks)));
    });
  });
}
