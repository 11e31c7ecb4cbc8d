import * as z from 'zod/mini';
import { PHOTO_ACTIONS, VIDEO_ACTIONS } from './actions.ts';
import { boundingBoxSchema, headPoseSchema, sixLandmarksSchema } from './geometry.ts';
import { injectionSignalsSchema } from './injection-signals.ts';
import { LIMITS } from './limits.ts';
import { photoSourceSchema } from './photo-source.ts';

/**
 * The capture container, version 1: a zip with `manifest.json`, `manifest.jws`, one folder per action holding its
 * frames, `best.jpg`, optionally `best.png`, and photos. Documented in docs/capture-container.md.
 * `manifest.jws` is a detached compact JWS (`header..signature`, RFC 7515 appendix F) over the manifest's exact bytes
 * with the unencoded payload option (RFC 7797), protected header `{"alg":"ES256","b64":false,"crit":["b64"]}`, made with
 * the session's client key.
 */
export const MANIFEST_FILE = 'manifest.json';
export const SIGNATURE_FILE = 'manifest.jws';
export const BEST_FRAME_FILE = 'best.jpg';
export const BEST_LOSSLESS_FILE = 'best.png';
export const CONTAINER_VERSION = 1;

/** How a movie may be encoded, in the order a browser should try them: H.264 is what most players and analysers read. */
export const MOVIE_CODECS = ['avc', 'hevc', 'vp9', 'av1', 'vp8'] as const;
export type MovieCodec = (typeof MOVIE_CODECS)[number];

const sha256Schema = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const pixels = z.number().check(z.int(), z.gte(1), z.lte(LIMITS.maxFrameSidePx));
/** Milliseconds since the capture began (browser's monotonic clock). */
const timeMs = z.number().check(z.gte(0), z.lte(3_600_000));
const fileName = z.string().check(z.regex(/^[a-z0-9_]+(\/[a-z0-9_]+)?\.(jpg|png|mov)$/));

/** Per-eye aspect ratio (lid distance over eye width), as in Soukupova and Cech 2016. Left is the person's own. */
const eyesSchema = z.strictObject({ left: z.number(), right: z.number() });
/** Mouth width and opening over the distance of the outer eye corners. */
const mouthSchema = z.strictObject({ width: z.number(), opening: z.number() });

/**
 * One frame as the browser saw it. `file` and `sha256` are of the file the frame is in: its own JPEG, or the movie of its
 * action. Face fields are null where no detector ran (manual capture) or no face was found. */
export const frameEntrySchema = z.strictObject({
  file: fileName,
  sha256: sha256Schema,
  time_ms: timeMs,
  width: pixels,
  height: pixels,
  face_box: z.nullable(boundingBoxSchema),
  landmarks: z.nullable(sixLandmarksSchema),
  pose: z.nullable(headPoseSchema),
  eyes: z.nullable(eyesSchema),
  mouth: z.nullable(mouthSchema),
});
export type FrameEntry = z.infer<typeof frameEntrySchema>;

/** All frames of an action as one QuickTime file, in their order, each at its `time_ms` counted from the first. */
export const movieEntrySchema = z.strictObject({
  file: fileName,
  sha256: sha256Schema,
  codec: z.enum(MOVIE_CODECS),
});
export type MovieEntry = z.infer<typeof movieEntrySchema>;

export const actionEntrySchema = z.strictObject({
  action: z.enum(VIDEO_ACTIONS),
  /** `NN_<action>`, NN counting from 01 in capture order. */
  folder: z.string().check(z.regex(/^\d{2}_video_selfie_[a-z]+$/)),
  started_ms: timeMs,
  ended_ms: timeMs,
  /** What the browser believes. `manual`: captured without a detector. The engine decides from the pixels alone. */
  outcome: z.enum(['performed', 'manual']),
  frames: z.array(frameEntrySchema).check(z.minLength(1), z.maxLength(LIMITS.maxFramesPerAction)),
  /** Index into `frames` of this action's best shot. */
  best_frame: z.number().check(z.int(), z.gte(0)),
  /** With `video_file_format: mov`, in place of the frames' own files. */
  movie: z.optional(movieEntrySchema),
});
export type ActionEntry = z.infer<typeof actionEntrySchema>;

export const photoEntrySchema = z.strictObject({
  action: z.enum(PHOTO_ACTIONS),
  /** What the browser says of where the picture is from; no pixel can prove it. */
  source: photoSourceSchema,
  file: fileName,
  sha256: sha256Schema,
  width: pixels,
  height: pixels,
});
export type PhotoEntry = z.infer<typeof photoEntrySchema>;

const bestSchema = z.strictObject({
  file: z.literal(BEST_FRAME_FILE),
  sha256: sha256Schema,
  /** Which action and frame it was taken from. */
  action_index: z.number().check(z.int(), z.gte(0)),
  frame_index: z.number().check(z.int(), z.gte(0)),
});

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What the browser's camera said of itself; a page cannot know that a device is virtual, so this is a signal only. */
export const cameraEntrySchema = z.strictObject({
  label: z.string(),
  facing: z.enum(['user', 'environment', 'unknown']),
  settings: z.record(z.string(), scalar),
  virtual_camera: z.strictObject({ suspected: z.boolean(), signals: z.array(z.string()) }),
});
export type CameraEntry = z.infer<typeof cameraEntrySchema>;

export const trackerEntrySchema = z.strictObject({
  kind: z.enum(['face_landmarker', 'onnx', 'manual']),
  /** Why this tracker and not the one before it in the chain; empty for the first choice. */
  reason: z.string(),
  frames_tracked: z.number().check(z.int(), z.gte(0)),
  frames_skipped: z.number().check(z.int(), z.gte(0)),
});
export type TrackerEntry = z.infer<typeof trackerEntrySchema>;

export const manifestSchema = z.strictObject({
  version: z.literal(CONTAINER_VERSION),
  event_session_id: z.string().check(z.uuid()),
  /** The challenge's nonce, base64url, exactly as init.php gave it. */
  nonce: z.string().check(z.minLength(22), z.maxLength(128)),
  sdk_version: z.string().check(z.maxLength(64)),
  origin: z.string().check(z.maxLength(512)),
  actions: z.array(actionEntrySchema).check(z.maxLength(LIMITS.maxActions)),
  photos: z.array(photoEntrySchema).check(z.maxLength(LIMITS.maxActions)),
  best: z.nullable(bestSchema),
  best_lossless: z.nullable(z.strictObject({ file: z.literal(BEST_LOSSLESS_FILE), sha256: sha256Schema })),
  camera: z.nullable(cameraEntrySchema),
  tracker: trackerEntrySchema,
  /** Absent when no camera was live: documents chosen as files. */
  injection_signals: z.optional(injectionSignalsSchema),
  /** Why frames were sent although the adapter asked for movies; absent otherwise. */
  movie_fallback: z.optional(z.string().check(z.maxLength(200))),
  /** Client environment as one JSON string; forwarded untouched to the API as `additional_info`. */
  additional_info: z.string().check(z.maxLength(65_536)),
});
export type CaptureManifest = z.infer<typeof manifestSchema>;

/** `01_video_selfie_left` for the first action. */
export function actionFolder(index: number, action: string): string {
  return `${String(index + 1).padStart(2, '0')}_${action}`;
}

/** `01_video_selfie_left.mov` for an action's movie. */
export function moviePath(folder: string): string {
  return `${folder}.mov`;
}

/** `01_video_selfie_left/0001.jpg` for its first frame. */
export function framePath(folder: string, frameIndex: number): string {
  return `${folder}/${String(frameIndex + 1).padStart(4, '0')}.jpg`;
}
