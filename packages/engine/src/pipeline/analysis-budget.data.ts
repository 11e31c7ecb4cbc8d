/**
 * How much is looked at, so that a verdict on a clip of 25 frames takes at most a second on two cores.
 * Origin: about 25 ms a frame for the landmarks, 25 ms for three views of the spoof model and 90 ms for an embedding on
 * one core. Date: 2026-11-22.
 */
export const ANALYSIS_BUDGET = {
  /** Frames of a clip that are looked at first; more only when the asked gesture is not among them. */
  firstFrames: 40,
  /** Frames looked at in all. */
  maxFrames: 150,
  /** Frames of a clip that the spoof model sees, and of all clips of an analysis together. */
  liveFramesPerClip: 8,
  liveFrames: 20,
  minLiveFrames: 4,
  /** Frames of a clip whose identity is taken. */
  identityFramesPerClip: 3,
  identityFrames: 6,
  minIdentityFrames: 2,
} as const;
