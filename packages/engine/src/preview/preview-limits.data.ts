/** What a preview may cost. It is for a person to look at, so it is small. Ours. Date: 2026-11-22. */
export const PREVIEW_LIMITS = {
  /** Frames taken of a shot set, spread over it; as many as the browser sends for one action. */
  maxFrames: 150,
  /** Longer sides are shrunk to this, pixels. */
  maxSidePx: 640,
  /** Width and height of a frame as sent, pixels; the analysis refuses more as well. */
  maxFrameSidePx: 4096,
  /** Films made at the same time, and asked for while those are made. */
  atOnce: 1,
  waiting: 32,
  /** One film, milliseconds: many times what 150 frames take on a busy core. */
  timeoutMs: 60_000,
  /** Bytes of a film; above, the encoder runs wild. */
  maxBytes: 32 * 1024 * 1024,
  /** As x264 counts it, 0 (best) to 51. */
  quality: 26,
  /** Frames a second, whatever times the client claims. */
  slowest: 1,
  fastest: 60,
  /** Longer sides of a thumbnail are shrunk to this, pixels. */
  thumbnailSidePx: 256,
  /** As JPEG counts it, 1 to 100 (best). */
  thumbnailQuality: 80,
} as const;
