export {
  ACTIVE_ACTIONS,
  type ActiveAction,
  apiTagOf,
  type CaptureAction,
  isActiveAction,
  isPhotoAction,
  isVideoAction,
  type Orientation,
  PHOTO_ACTIONS,
  type PhotoAction,
  photoTags,
  VIDEO_ACTIONS,
  type VideoAction,
  videoActionOfTags,
  videoTags,
} from './actions.ts';
export {
  type AdapterClient,
  type AdapterClientOptions,
  type AdapterReply,
  adapterClient,
} from './adapter-client.ts';
export { type AdapterAnswer, AdapterAnswerError, type AdapterOperation } from './adapter-operation.ts';
export {
  bestShotOperation,
  configOperation,
  debugOperation,
  healthOperation,
  initOperation,
  licenceOperation,
  loaderOperation,
  metricsOperation,
  openapiOperation,
  pluginFileOperation,
  readinessOperation,
  requestOperation,
  resultOperation,
  telemetryOperation,
} from './adapter-operations.data.ts';
export { type ActionRules, chooseActions } from './choose-actions.ts';
export type { ErrorCodeEntry } from './error-code-entry.ts';
export { ERROR_CODE_TABLE, ERROR_CODES, type ErrorCode } from './error-codes.data.ts';
export { EVENT_SESSION_HEADER, EVENT_SESSION_KEY, eventSessionIdOf } from './event-session-id.ts';
export {
  type BoundingBox,
  boundingBoxSchema,
  type HeadPose,
  headPoseSchema,
  type SixLandmarks,
  sixLandmarksSchema,
} from './geometry.ts';
export { type InjectionSignals, injectionSignalsSchema } from './injection-signals.ts';
export { isRetryable } from './is-retryable.ts';
export { type LimitedSignal, limitedSignal } from './limited-signal.ts';
export { LIMITS } from './limits.ts';
export {
  type ActionEntry,
  actionEntrySchema,
  actionFolder,
  BEST_FRAME_FILE,
  BEST_LOSSLESS_FILE,
  type CameraEntry,
  type CaptureManifest,
  CONTAINER_VERSION,
  cameraEntrySchema,
  type FrameEntry,
  frameEntrySchema,
  framePath,
  MANIFEST_FILE,
  MOVIE_CODECS,
  type MovieCodec,
  type MovieEntry,
  manifestSchema,
  moviePath,
  type PhotoEntry,
  photoEntrySchema,
  SIGNATURE_FILE,
  type TrackerEntry,
  trackerEntrySchema,
} from './manifest.ts';
export type { LicenceView, OpenapiDocument, Readiness } from './operations-views.ts';
export { type PhotoSource, photoSourceSchema } from './photo-source.ts';
export { readTraceparent, type TraceContext, writeTraceparent } from './trace-context.ts';
export {
  type AcceptedResponse,
  type AnalysisView,
  type Architecture,
  acceptedResponseSchema,
  analysisViewSchema,
  architectureSchema,
  assetsSchema,
  type ClientConfig,
  type ClientKey,
  clientConfigSchema,
  clientKeySchema,
  type ErrorBody,
  errorBodySchema,
  type InitRequest,
  type InitResponse,
  initRequestSchema,
  initResponseSchema,
  LOADER_FILES,
  type PluginAssets,
  type Preinit,
  preinitSchema,
  type ResultMode,
  type ResultPayload,
  type ResultState,
  resultModeSchema,
  resultPayloadSchema,
  resultStateSchema,
  type TelemetryBatch,
  type TelemetryEvent,
  telemetryBatchSchema,
  telemetryEventSchema,
  videoFileFormatSchema,
} from './wire.ts';
