/** How a movie is encoded. Date: 2026-11-22. */
export const MOVIE_ENCODING = {
  /** Bits a second. Origin: "10000 Kbit/s recommended", the vendor's page on media quality. */
  bitrate: 10_000_000,
  /** Encoders miss their rate by some per cent, the more so in short movies; ours. */
  shareOfLimit: 0.7,
  /** How long the last frame is shown, milliseconds; nothing follows it. The browser takes a frame about every 66 ms. */
  lastFrameMs: 66,
  /** Seconds between frames that stand for themselves: any part of a gesture can be looked at. Ours. */
  keyFrameSeconds: 1,
} as const;
