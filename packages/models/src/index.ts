export { type BuildModelsOptions, buildModels } from './build-models.ts';
export { ModelBuildError, type ModelBuildErrorCode } from './model/model-build-error.ts';
export type {
  ModelAudience,
  ModelEntry,
  ModelManifest,
  ModelPreprocessing,
  ModelThreshold,
  TensorSpec,
} from './model/model-manifest.ts';
