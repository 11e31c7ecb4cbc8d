export type { EngineConfig } from './config/engine-config.ts';
export { type LoadConfigOptions, loadConfig } from './config/load-config.ts';
export { createEngine, type Engine, type EngineOptions } from './create-engine.ts';
export { isAttackCheck } from './decide/attack-evidence.data.ts';
export { decideMedia, type MediaVerdict } from './decide/decide-media.ts';
export { createResidentGallery } from './gallery/resident-gallery.ts';
export type {
  Analyser,
  AnalyserCard,
  AnalysisMedia,
  AnalysisOutcome,
  AnalysisRequest,
  AnalysisType,
  BestShot,
  Enrolment,
  MediaKind,
  MediaOutcome,
  Resolution,
} from './model/analysis.ts';
export {
  CHECK_NAMES,
  type CheckFinding,
  type CheckName,
  type Reason,
} from './model/check-result.ts';
export { EngineError, type EngineErrorCode } from './model/engine-error.ts';
export { FUSED_CHECKS, type FusionModel } from './model/fusion-model.ts';
export { type AnalyserOptions, createAnalyser } from './pipeline/create-analyser.ts';
export { openModelSet } from './pipeline/model-set.ts';
export { openSqliteStore } from './store/sqlite-store.ts';
export { createFrameAnalyst, type FrameAnalyst } from './vision/frame-analyst.ts';
