export { type BuildModelsOptions, buildModels, readCanonicalFace } from './build-models.ts';
export type { CanonicalFace } from './mediapipe/canonical-face.ts';
export { ModelBuildError, type ModelBuildErrorCode } from './model/model-build-error.ts';
export type {
  ModelAudience,
  ModelEntry,
  ModelManifest,
  ModelPreprocessing,
  ModelThreshold,
  TensorSpec,
} from './model/model-manifest.ts';
