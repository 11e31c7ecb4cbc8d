import type { VideoAction } from '@presence/protocol';
import type { FaceObservation } from '../model/face-observation.ts';
import { encodeImage } from './encode-image.ts';
import type { EncodedFrame, EncodedMovie, LosslessFrame } from './encoded-frame.ts';
import { thinnedIndices } from './thin-frames.ts';

/** The frames kept for one action. */
export interface ActionClip {
  readonly index: number;
  readonly action: VideoAction;
  readonly outcome: 'performed' | 'manual';
  readonly frames: readonly EncodedFrame[];
  readonly bestIndex: number;
  readonly bestScore: number;
  readonly lossless: LosslessFrame | null;
  /** In place of the frames' JPEGs, once it is made. */
  readonly movie: EncodedMovie | null;
}

/** Collects one action's frames; holds the bitmap of the best one so far for the lossless picture. */
export class ClipRecorder {
  readonly index: number;
  readonly action: VideoAction;
  readonly #maxFrames: number;
  #frames: EncodedFrame[] = [];
  #best: { frame: EncodedFrame; score: number; bitmap: ImageBitmap } | undefined;
  #closed = false;

  constructor(index: number, action: VideoAction, maxFrames: number) {
    this.index = index;
    this.action = action;
    this.#maxFrames = maxFrames;
  }

  /** Encodes and keeps the frame. Takes the bitmap over. */
  async add(timeMs: number, bitmap: ImageBitmap, observation: FaceObservation | null): Promise<void> {
    const last = this.#frames.at(-1);
    if (this.#closed || (last !== undefined && timeMs <= last.timeMs)) return bitmap.close();
    const { blob, sha256 } = await encodeImage(bitmap, 'image/jpeg');
    if (this.#closed) return bitmap.close();
    const { width, height } = bitmap;
    const frame: EncodedFrame = { timeMs, width, height, jpeg: blob, sha256, observation };
    this.#frames.push(frame);
    this.#considerBest(frame, bitmap);
    if (this.#frames.length > this.#maxFrames) this.#thin();
  }

  async finish(outcome: 'performed' | 'manual', lossless: boolean): Promise<ActionClip> {
    const best = this.#best;
    const png = lossless && best !== undefined ? await encodeImage(best.bitmap, 'image/png') : undefined;
    this.close();
    return {
      index: this.index,
      action: this.action,
      outcome,
      frames: this.#frames,
      bestIndex: best === undefined ? 0 : this.#frames.indexOf(best.frame),
      bestScore: best?.score ?? 0,
      lossless: png === undefined ? null : { png: png.blob, sha256: png.sha256 },
      movie: null,
    };
  }

  close(): void {
    this.#closed = true;
    this.#best?.bitmap.close();
    this.#best = undefined;
  }

  #considerBest(frame: EncodedFrame, bitmap: ImageBitmap): void {
    // Without a detector all frames score alike and the first stays: the person had just pressed the button.
    const score = frame.observation?.bestShotScore ?? 0;
    if (this.#best !== undefined && score <= this.#best.score) {
      bitmap.close();
      return;
    }
    this.#best?.bitmap.close();
    this.#best = { frame, score, bitmap };
  }

  #thin(): void {
    const best = this.#best === undefined ? 0 : this.#frames.indexOf(this.#best.frame);
    const kept = thinnedIndices(
      this.#frames.map((frame) => frame.timeMs),
      best,
    );
    this.#frames = this.#frames.filter((_, index) => kept.includes(index));
  }
}
