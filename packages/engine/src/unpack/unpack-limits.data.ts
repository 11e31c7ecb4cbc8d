import { LIMITS } from '@presence/protocol';

/** What a shot set may be before it is refused unread. The sizes are those of the capture container it comes from. */
export const UNPACK_LIMITS = {
  /** Entries of a shot set; four times what the browser sends for one action, for other clients of the API. */
  maxFrames: 4 * LIMITS.maxFramesPerAction,
  /** Bytes of one frame's file. */
  maxFrameBytes: LIMITS.maxFileBytes,
  /** Sum of the unpacked sizes, bytes. */
  maxUnpackedBytes: LIMITS.maxUnpackedBytes,
  /** Width or height of a frame in pixels. */
  maxSidePx: LIMITS.maxFrameSidePx,
  /** Narrower or lower than this no face can be judged, pixels. */
  minSidePx: 64,
  /** Length of a name inside the zip, characters. */
  maxNameLength: 255,
} as const;

/** How videos are read. Ours. Date: 2026-11-22. */
export const VIDEO_LIMITS = {
  /** Frames of a video; a gesture of two minutes, the longest that is believed, at sixty a second. */
  maxFrames: 7200,
  /** Pictures taken of it, evenly; as many as the browser sends for one action. */
  maxPictures: LIMITS.maxFramesPerAction,
  /** Longer sides are shrunk to this, pixels; the browser SDK films with 640 to 1280. */
  maxPictureSidePx: 1280,
  /** As ffmpeg counts it, 2 (best) to 31. */
  jpegQuality: 2,
  /** Other analyses run beside it. */
  decoderThreads: 2,
  /** Bytes the program may say about a video; some 40 a frame. */
  maxProbeBytes: 4 * 1024 * 1024,
} as const;

/** How claimed frame times are judged. Origin: capture actions last seconds; cameras give 5 to 60 frames a second. Date: 2026-11-22. */
export const FRAME_TIME_RULES = {
  /** Assumed when the client claims no usable times: ten frames a second, milliseconds between frames. */
  assumedStepMs: 100,
  /** Milliseconds; a clip that claims to be longer is not one gesture. */
  maxDurationMs: 120_000,
  /** Milliseconds between frames; below, the claim is wrong (no camera here gives 500 frames a second). */
  minStepMs: 2,
} as const;
