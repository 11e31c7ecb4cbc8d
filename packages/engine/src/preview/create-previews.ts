import { limitedSignal } from '@presence/protocol';
import type { BlobStore, FrameReader } from '../model/blob-store.ts';
import { EngineError } from '../model/engine-error.ts';
import type { Log } from '../model/log.ts';
import { type Previews, previewName } from '../model/previews.ts';
import type { MediaRecord } from '../model/records.ts';
import type { MediaStore } from '../model/store.ts';
import { encodeFilm } from './encode-film.ts';
import { PREVIEW_LIMITS as P } from './preview-limits.data.ts';
import { filmPictures, filmSizeOf } from './preview-pictures.ts';

export interface PreviewOptions {
  readonly blobs: Pick<BlobStore, 'local' | 'write' | 'remove'>;
  readonly frames: Pick<FrameReader, 'spread'>;
  readonly media: Pick<MediaStore, 'get'>;
  /** When each of so many frames was taken, milliseconds, by the media's meta data. */
  readonly timesOf: (metaData: MediaRecord['metaData'], count: number) => readonly number[];
  /** The program that encodes; undefined when it is not installed. */
  readonly ffmpeg: string | undefined;
  readonly log: Log;
}

/** Films of shot sets, made in a process of their own, one after the other. */
export function createPreviews(options: PreviewOptions): Previews {
  const { ffmpeg, log } = options;
  const stop = new AbortController();
  const under = new Map<string, Promise<boolean>>();
  let last: Promise<unknown> = Promise.resolve();
  const closedError = () =>
    new EngineError('shutting_down', 'The engine is stopping; ask for the preview again.');

  async function make(media: MediaRecord): Promise<boolean> {
    if (stop.signal.aborted) throw closedError();
    const limit = limitedSignal(stop.signal, P.timeoutMs);
    try {
      return await film(media, options, limit.signal);
    } catch (err) {
      if (stop.signal.aborted) throw closedError();
      log.warn({ err, media_id: media.mediaId }, 'a preview could not be made');
      throw err;
    } finally {
      limit.release();
    }
  }

  return {
    absence: ffmpeg === undefined ? 'ffmpeg is not installed beside this engine' : undefined,
    make(media) {
      const running = under.get(media.mediaId);
      if (running !== undefined) return running;
      if (under.size >= P.atOnce + P.waiting)
        throw new EngineError('busy', `${under.size} previews are being made already; ask again later.`);
      const turn = last.then(() => make(media));
      last = turn.catch(() => undefined);
      const settled = turn.finally(() => under.delete(media.mediaId));
      under.set(media.mediaId, settled);
      return settled;
    },
    async close() {
      stop.abort(closedError());
      await last;
    },
  };
}

async function film(media: MediaRecord, options: PreviewOptions, signal: AbortSignal): Promise<boolean> {
  const { blobs, frames, ffmpeg } = options;
  const { folderId, framesToken, frameCount } = media;
  if (ffmpeg === undefined || framesToken === null || frameCount === 0) return false;
  const name = previewName(framesToken);
  const shots = await blobs.local(folderId, media.staticName);
  if (shots === undefined) return false;
  try {
    const size = await firstSize(frames.spread(shots.path, 1));
    if (size === undefined) return false;
    const pictures = filmPictures(frames.spread(shots.path, P.maxFrames), size);
    const framesPerSecond = speedOf(media, options);
    const bytes = await encodeFilm(pictures, { ffmpeg, size, framesPerSecond, signal });
    await blobs.write(folderId, name, bytes);
  } finally {
    await shots.release();
  }
  // Deleted meanwhile: the film must not outlive its media.
  if ((await options.media.get(media.mediaId)) !== undefined) return true;
  await blobs.remove(folderId, name);
  return false;
}

async function firstSize(pictures: AsyncIterable<Uint8Array>) {
  for await (const picture of pictures) return filmSizeOf(picture);
  return undefined;
}

/** Frames a second that make the film as long as the capture was. */
function speedOf({ metaData, frameCount }: MediaRecord, { timesOf }: PreviewOptions): number {
  const times = timesOf(metaData, frameCount);
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  const shown = Math.min(frameCount, P.maxFrames);
  const speed = seconds > 0 ? (shown - 1) / seconds : P.slowest;
  return Math.min(P.fastest, Math.max(P.slowest, speed));
}
