/**
 * How much is looked at, so that a verdict on a clip of four seconds takes at most half a second on two cores.
 * Origin: processor time of the stages on the project's synthetic clips, 28 ms a frame for decoding and landmarks, 25 ms for
 * decoding and the views of the spoof model, 127 ms for an embedding. Date: 2026-11-22.
 */
export const ANALYSIS_BUDGET = {
  /** Frames of a clip that are looked at first; all of them only when these do not show the asked gesture. */
  firstFrames: 16,
  /** Frames looked at in all. */
  maxFrames: 150,
  /** Frames of a clip that the spoof model sees, and of all clips of an analysis together. */
  liveFramesPerClip: 6,
  liveFrames: 16,
  minLiveFrames: 4,
  /** Frames of a clip whose identity is taken: the most frontal one of each half. A swap in between shows as a jump. */
  identityFramesPerClip: 2,
  identityFrames: 6,
  minIdentityFrames: 2,
  /** Frames of a clip whose looks are remembered. */
  rememberedFrames: 48,
  /** Frames of a clip among which face matching looks for the best portrait. */
  portraitFrames: 8,
} as const;
