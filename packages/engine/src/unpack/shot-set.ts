import { buffer } from 'node:stream/consumers';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import type { AnalysisMedia } from '../model/analysis.ts';
import { EngineError } from '../model/engine-error.ts';
import type { FrameSource } from '../model/frame-source.ts';
import { frameImage } from './frame-image.ts';
import { frameTimes } from './frame-times.ts';
import { checkEntryCount, orderedFrames } from './shot-set-entries.ts';

/**
 * Opens a zip of frames: its directory is checked at once, its frames are read one by one when asked for.
 *
 * @throws EngineError `invalid_structure`, `too_many_files` or `file_too_large` when it is no acceptable shot set.
 */
export async function openShotSet(media: AnalysisMedia, signal: AbortSignal): Promise<FrameSource> {
  const where = `Media ${media.mediaId}`;
  const zip = await openZip(media.path, where);
  try {
    checkEntryCount(zip.entryCount, where);
    const entries = orderedFrames(await directory(zip, where, signal), where);
    const times = frameTimes(media.metaData, entries.length);
    const frames = entries.map((entry, index) => ({
      index,
      name: entry.fileName,
      timeMs: times[index] ?? 0,
    }));
    return {
      frames,
      async read(frame, readSignal) {
        const entry = entries[frame.index];
        if (entry === undefined) throw new RangeError(`Frame ${frame.index} of ${where} does not exist.`);
        const bytes = await entryBytes(zip, entry, where, readSignal);
        return frameImage(bytes, `${where}, frame ${entry.fileName},`);
      },
      async close() {
        zip.close();
      },
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function openZip(path: string, where: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false, validateEntrySizes: true });
  } catch (cause) {
    throw unreadable(where, cause);
  }
}

async function directory(zip: ZipFile, where: string, signal: AbortSignal): Promise<Entry[]> {
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      signal.throwIfAborted();
      entries.push(entry);
    }
  } catch (cause) {
    signal.throwIfAborted();
    throw unreadable(where, cause);
  }
  return entries;
}

/** The entry unpacked; yauzl stops it when it turns out larger than its directory says, and that size was checked. */
async function entryBytes(
  zip: ZipFile,
  entry: Entry,
  where: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  signal.throwIfAborted();
  try {
    const stream = await zip.openReadStreamPromise(entry);
    return await buffer(stream);
  } catch (cause) {
    throw unreadable(`${where}, frame ${entry.fileName},`, cause);
  }
}

function unreadable(where: string, cause: unknown): EngineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new EngineError(
    'invalid_structure',
    `${where} is not a readable zip (${why}); pack the frames again.`,
    {
      cause,
    },
  );
}
