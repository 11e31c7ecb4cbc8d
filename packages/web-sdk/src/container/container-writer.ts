import type { PhotoAction } from '@presence/protocol';
import { CaptureError } from '../model/capture-error.ts';
import type { FromContainerWorker, ToContainerWorker } from '../model/container-messages.ts';
import { bitmapOf } from '../model/picture.ts';
import { type ActionClip, ClipRecorder } from './action-clip.ts';
import { actionImages, dataUrl } from './action-images.ts';
import { encodeImage } from './encode-image.ts';
import { loadMovieMaker, type MovieMakerLoading, withMovies } from './movie-clips.ts';
import { type PackedPhoto, packContainer } from './pack-container.ts';

type Start = Extract<ToContainerWorker, { kind: 'start' }>;
type Message<K extends ToContainerWorker['kind']> = Extract<ToContainerWorker, { kind: K }>;

/** Frames that may wait for the encoder; on a device too slow for more, frames are dropped, never memory filled. */
const MAX_WAITING_FRAMES = 24;

/** What the container worker does, one message after the other. */
export class ContainerWriter {
  readonly #start: Start;
  readonly #movieMaker: MovieMakerLoading | null;
  readonly #clips = new Map<number, ActionClip>();
  readonly #photos = new Map<PhotoAction, PackedPhoto>();
  #recorder: ClipRecorder | undefined;
  #waiting = 0;

  constructor(start: Start) {
    this.#start = start;
    // Fetched while the person is busy.
    this.#movieMaker = start.movieMaker === null ? null : loadMovieMaker(start.movieMaker);
  }

  beginAction({ index, action }: Message<'begin_action'>): void {
    this.#recorder?.close();
    this.#clips.delete(index);
    this.#recorder = new ClipRecorder(index, action, this.#start.maxFramesPerAction);
  }

  /** To be called when the message arrives, before it waits for its turn. */
  admits(): boolean {
    if (this.#waiting >= MAX_WAITING_FRAMES) return false;
    this.#waiting += 1;
    return true;
  }

  async addFrame({ timeMs, picture, observation }: Message<'frame'>): Promise<void> {
    this.#waiting -= 1;
    if (this.#recorder === undefined) return picture.close();
    await this.#recorder.add(timeMs, await bitmapOf(picture), observation);
  }

  async endAction({ index, outcome, images }: Message<'end_action'>): Promise<FromContainerWorker> {
    const recorder = this.#recorder;
    if (recorder === undefined || recorder.index !== index) {
      throw new CaptureError('internal_error', `Action ${index} is not being recorded.`);
    }
    this.#recorder = undefined;
    const clip = await recorder.finish(outcome, this.#start.lossless || images);
    if (clip.frames.length === 0) {
      throw new CaptureError('internal_error', `No frame was kept for action ${index}.`);
    }
    this.#clips.set(index, clip);
    return {
      kind: 'action_ended',
      index,
      frames: clip.frames.length,
      images: images ? await actionImages(clip) : null,
    };
  }

  async addPhoto({ action, source, bitmap, image }: Message<'photo'>): Promise<FromContainerWorker> {
    const { width, height } = bitmap;
    const { blob, sha256 } = await encodeImage(bitmap, 'image/jpeg');
    bitmap.close();
    this.#photos.set(action, {
      entry: { action, source, file: `${action}.jpg`, sha256, width, height },
      jpeg: blob,
    });
    return { kind: 'photo_added', action, image: image ? await dataUrl(blob) : null };
  }

  async seal({ facts }: Message<'seal'>): Promise<FromContainerWorker> {
    const clips = [...this.#clips.values()]
      .sort((a, b) => a.index - b.index)
      // A lossless frame made for the page alone stays out of the container.
      .map((clip) => (this.#start.lossless ? clip : { ...clip, lossless: null }));
    const { maxFileBytes, privateKey } = this.#start;
    const made = await withMovies(clips, this.#movieMaker, maxFileBytes);
    const packed = { ...facts, movieFallback: made.fallback };
    return {
      kind: 'sealed',
      container: await packContainer(packed, made.clips, [...this.#photos.values()], privateKey),
      frames: clips.reduce((sum, clip) => sum + clip.frames.length, 0),
      movieFallback: made.fallback,
    };
  }
}
