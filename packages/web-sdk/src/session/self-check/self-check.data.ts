/** Limits of the self-check on `/debug.php`. Ours, 2026-11-22. */
export const SELF_CHECK = {
  /** Milliseconds over which frames are counted. */
  countFramesMs: 2000,
  /** Frames a second: below the first gestures are followed badly, below the second they are missed. */
  goodFrameRate: 15,
  leastFrameRate: 7,
  /** Pixels of the shorter side; what the landmark model is fed with. */
  leastSidePx: 480,
  /** Milliseconds; first load over a slow line included. */
  detectorLimitMs: 30_000,
  /** Milliseconds in which a face that is there is found. */
  faceLimitMs: 5000,
  /** Milliseconds until the browser counts as not answering for the camera. */
  cameraLimitMs: 30_000,
} as const;
