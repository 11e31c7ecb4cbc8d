/** Numbers of the container check that the protocol's LIMITS do not hold; ours, 2026-11-22. */

/** Slack for times a browser rounds, ms (performance.now is coarsened to at most 1 ms, frames come every 66 ms). */
export const TIME_SLACK_MS = 100;

/** How much longer than the session's own age a capture may claim to have taken, ms. */
export const SESSION_TIME_SLACK_MS = 5_000;

/** Bytes at the front of an image searched for its size; EXIF, ICC and XMP segments come before it. */
export const IMAGE_HEAD_BYTES = 256 * 1024;

/** Bytes of `manifest.jws`: header and P-256 signature take about 150. */
export const MAX_SIGNATURE_BYTES = 1024;

/** Zip entry names are short; `NN_video_selfie_xxxxx/NNNN.jpg` is 33 bytes. */
export const MAX_NAME_BYTES = 128;

/** Bytes an upload has to bring in each stretch of `upload_stall_seconds`; half a kilobyte a second by default. */
export const LEAST_BYTES_A_STRETCH = 16 * 1024;

/** Bytes of an upload that may wait for the disk before the network is told to wait, four packets of Node. */
export const MAX_BYTES_UNWRITTEN = 256 * 1024;

/** Uploads of one session at a time: one, and what a lost network left open. */
export const MAX_UPLOADS_AT_ONCE = 3;
export const UPLOADS_RETRY_S = 5;

export const STORED = 0;
export const DEFLATED = 8;

/** A place in the spool that was taken this long (ms) without its session being accepted was left by a process that died in
 * between; alive it takes milliseconds, on a slow volume a second. The page's next try waits for it, looking this often. */
export const ABANDONED_SPOOL_MS = 3_000;
export const SPOOL_LOOK_MS = 250;

/** How long the rest of a refused upload is read and thrown away, ms. */
export const DRAIN_MS = 10_000;
