import type { TrackerEntry } from '@presence/protocol';
import type { FaceObservation } from './face-observation.ts';
import type { Picture } from './picture.ts';

/** One camera frame on its way through the capture. Whoever holds it last closes the picture. */
export interface CapturedFrame {
  /** Milliseconds since the capture began. */
  readonly timeMs: number;
  readonly picture: Picture;
}

/** A frame together with what was seen in it; the observation is null in manual capture. */
export interface TrackedFrame extends CapturedFrame {
  readonly observation: FaceObservation | null;
  /** Equal for two pictures that are the same; absent in manual capture. */
  readonly pictureHash?: number;
  /** x, y, z of every point of the followed face in pixels of the frame; absent when not asked for, null when unseen. */
  readonly mesh?: Float32Array | null;
}

/** Finds faces in frames, off the main thread. */
export interface FaceTracker {
  readonly kind: TrackerEntry['kind'];
  /** Why this tracker and not the one before it in the chain; empty for the first choice. */
  readonly reason: string;
  /**
   * Hands a frame over. One frame is worked on at a time; of those that arrive meanwhile only the newest is kept, the
   * others are closed and counted as skipped.
   */
  push(frame: CapturedFrame): void;
  readonly tracked: number;
  readonly skipped: number;
  close(): void;
}
