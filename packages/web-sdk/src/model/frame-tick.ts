/** One picture of the camera as the browser announces it, before anything is done with it. Milliseconds of performance.now(). */
export interface FrameTick {
  readonly presentedMs: number;
  /** When the camera took it; undefined where the browser does not say. */
  readonly capturedMs: number | undefined;
  /** How many pictures the video has shown so far; undefined where the browser does not say. */
  readonly presentedFrames: number | undefined;
}
