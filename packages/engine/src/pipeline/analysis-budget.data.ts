/**
 * How much is looked at, so that a verdict on a clip of 25 frames takes at most a second on two cores.
 * Origin: processor time on a busy machine, 34 ms a frame for decoding and landmarks, 30 ms for the views of the spoof
 * model, 125 ms for an embedding. Date: 2026-11-22.
 */
export const ANALYSIS_BUDGET = {
  /** Frames of a clip that are looked at first; all of them only when these do not show the asked gesture. */
  firstFrames: 24,
  /** Frames looked at in all. */
  maxFrames: 150,
  /** Frames of a clip that the spoof model sees, and of all clips of an analysis together. */
  liveFramesPerClip: 6,
  liveFrames: 16,
  minLiveFrames: 4,
  /** Frames of a clip whose identity is taken. */
  identityFramesPerClip: 3,
  identityFrames: 6,
  minIdentityFrames: 2,
} as const;
