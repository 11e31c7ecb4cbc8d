import * as z from 'zod/mini';
import { PHOTO_ACTIONS, VIDEO_ACTIONS } from './actions.ts';
import { ERROR_CODES } from './error-codes.data.ts';
import { LIMITS } from './limits.ts';
import { photoSourceSchema } from './photo-source.ts';

/** Messages between the browser SDK and the adapter (design.md, client to adapter). All bodies are JSON but the container. */

export const architectureSchema = z.enum(['normal', 'lite', 'capture']);
export type Architecture = z.infer<typeof architectureSchema>;
export const resultModeSchema = z.enum(['safe', 'status', 'folder', 'full']);
export type ResultMode = z.infer<typeof resultModeSchema>;
export const preinitSchema = z.enum(['off', 'script', 'full']);
export type Preinit = z.infer<typeof preinitSchema>;
/** What a page embeds: `GET /plugin_liveness.php` gives the one for the adapter's `preinit`, which thus costs no request. */
export const LOADER_FILES: Readonly<Record<Preinit, string>> = {
  off: 'plugin_liveness.js',
  script: 'plugin_liveness.script.js',
  full: 'plugin_liveness.full.js',
};
export const videoFileFormatSchema = z.enum(['zip', 'mov']);

/**
 * Files the SDK loads, as paths below the adapter's address (hashed names, immutable).
 * Keys: what they are for. Every one is served by `GET /plugin/*`.
 */
export const assetsSchema = z.strictObject({
  main: z.string(),
  style: z.string(),
  tracking_worker: z.string(),
  fallback_worker: z.string(),
  container_worker: z.string(),
  /** Finds a face until the detector is loaded. */
  finder_worker: z.string(),
  finder_weights: z.string(),
  /** Loaded only with `load_3d_mask`. */
  face_mask: z.string(),
  /** Loaded only with `video_file_format: mov`. */
  movie_maker: z.string(),
  vision_wasm_loader: z.string(),
  vision_wasm_binary: z.string(),
  /** The same with every function it has; loaded when one is needed that `vision_wasm_binary` leaves out. */
  vision_wasm_whole: z.string(),
  face_landmarker_model: z.string(),
  onnx_wasm_loader: z.string(),
  onnx_wasm_binary: z.string(),
  onnx_face_detector_model: z.string(),
  onnx_face_landmarks_model: z.string(),
  self_test_frame: z.string(),
});
export type PluginAssets = z.infer<typeof assetsSchema>;

/** `GET /config.php`: what the page may know of the configuration. Never a secret, never `result_mode`. */
export const clientConfigSchema = z.object({
  version: z.string(),
  architecture: architectureSchema,
  preinit: preinitSchema,
  use_for_liveness: z.boolean(),
  lang_allow: z.array(z.string()),
  lang_default: z.string(),
  video_actions_list: z.array(z.enum(VIDEO_ACTIONS)),
  photo_actions_list: z.array(z.enum(PHOTO_ACTIONS)),
  photo_source: z.array(photoSourceSchema),
  extract_best_shot: z.boolean(),
  save_lossless_frame: z.boolean(),
  video_file_format: videoFileFormatSchema,
  load_3d_mask: z.boolean(),
  enable_3d_mask: z.boolean(),
  use_wasm_container: z.boolean(),
  api_use_token: z.enum(['config', 'client']),
  api_use_session_token: z.enum(['api', 'client']),
  /** Milliseconds. */
  results_polling_interval: z.number(),
  /** Seconds by `<os>_<browser>`; `default_default` holds for all others. */
  get_user_media_timeout: z.record(z.string(), z.number()),
  disable_adapter_errors_on_screen: z.boolean(),
  assets: assetsSchema,
});
export type ClientConfig = z.infer<typeof clientConfigSchema>;

/** Public half of the session's signing key: a P-256 JWK without any private member. */
export const clientKeySchema = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  y: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
});
export type ClientKey = z.infer<typeof clientKeySchema>;

const metaSchema = z
  .record(
    z.string().check(z.minLength(1), z.maxLength(200)),
    z.string().check(z.maxLength(LIMITS.maxMetaValueLength)),
  )
  .check(
    z.refine((meta) => Object.keys(meta).length <= LIMITS.maxMetaKeys, `at most ${LIMITS.maxMetaKeys} keys`),
  );

/** The adapter passes it on in an HTTP header. */
const headerTextSchema = z.string().check(z.regex(/^[ -~]*$/, 'one line of ASCII characters'));

/** `POST /init.php`. `action: null` or absent leaves the choice to the adapter. */
export const initRequestSchema = z.strictObject({
  lang: z.optional(z.string().check(z.maxLength(35))),
  action: z.optional(
    z.nullable(z.array(z.string().check(z.maxLength(64))).check(z.maxLength(LIMITS.maxActions))),
  ),
  meta: z.optional(metaSchema),
  params: z.optional(z.object({ extract_best_shot: z.optional(z.boolean()) })),
  client_key: clientKeySchema,
  token: z.optional(headerTextSchema.check(z.maxLength(4096))),
  session_token: z.optional(headerTextSchema.check(z.maxLength(8192))),
});
export type InitRequest = z.infer<typeof initRequestSchema>;

export const initResponseSchema = z.object({
  event_session_id: z.string(),
  /** JWT for request.php, result.php and tm.php: `Authorization: Bearer`. One upload. */
  session_token: z.string(),
  challenge: z.object({
    nonce: z.string(),
    /** What to capture, in this order; the adapter's choice. */
    actions: z.array(z.union([z.enum(VIDEO_ACTIONS), z.enum(PHOTO_ACTIONS)])),
  }),
  limits: z.object({
    max_container_bytes: z.number(),
    max_frames_per_action: z.number(),
    max_file_bytes: z.number(),
  }),
  /** Epoch seconds at which `session_token` stops being accepted for an upload. */
  expires_at: z.number(),
  /** The same as seconds from now: the person's clock may be wrong. */
  expires_in: z.number(),
});
export type InitResponse = z.infer<typeof initResponseSchema>;

/** 202 of `POST /request.php`: the capture is on the adapter's disk and will be delivered. */
export const acceptedResponseSchema = z.object({ state: z.literal('processing') });
export type AcceptedResponse = z.infer<typeof acceptedResponseSchema>;

/** `GET /result.php`, by `result_mode`; see the Oz pages on `on_result` and `on_complete`. */
export const resultStateSchema = z.enum(['processing', 'finished', 'failed']);
export type ResultState = z.infer<typeof resultStateSchema>;
export const analysisViewSchema = z.looseObject({
  state: z.string(),
  /** Empty while unresolved, else success, declined, failed, operator_required. */
  resolution: z.string(),
});
export type AnalysisView = z.infer<typeof analysisViewSchema>;
export const resultPayloadSchema = z.looseObject({
  state: resultStateSchema,
  folder_id: z.optional(z.string()),
  analyses: z.optional(z.record(z.string(), analysisViewSchema)),
});
export type ResultPayload = z.infer<typeof resultPayloadSchema>;

export const telemetryEventSchema = z.strictObject({
  name: z.string().check(z.regex(/^[a-z0-9_.]{1,64}$/)),
  /** Milliseconds since `open()`. */
  time_ms: z.number().check(z.gte(0)),
  data: z.record(
    z.string().check(z.maxLength(64)),
    z.union([z.string().check(z.maxLength(500)), z.number(), z.boolean(), z.null()]),
  ),
});
export type TelemetryEvent = z.infer<typeof telemetryEventSchema>;

/** `POST /tm.php`. The session token travels in the body because sendBeacon cannot set headers. */
export const telemetryBatchSchema = z.strictObject({
  event_session_id: z.string().check(z.uuid()),
  session_token: z.string().check(z.maxLength(8192)),
  events: z.array(telemetryEventSchema).check(z.maxLength(200)),
});
export type TelemetryBatch = z.infer<typeof telemetryBatchSchema>;

/** Body of every error reply of the adapter, and the argument of `on_error`. */
export const errorBodySchema = z.object({
  code: z.enum(ERROR_CODES),
  event_session_id: z.string(),
  message: z.string(),
  context: z.record(z.string(), z.unknown()),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;
