export type { EngineConfig } from './config/engine-config.ts';
export { type LoadConfigOptions, loadConfig } from './config/load-config.ts';
export { createEngine, type Engine, type EngineOptions } from './create-engine.ts';
export type {
  Analyser,
  AnalysisMedia,
  AnalysisOutcome,
  AnalysisRequest,
  AnalysisType,
  BestShot,
  MediaKind,
  MediaOutcome,
  Resolution,
} from './model/analysis.ts';
export { EngineError, type EngineErrorCode } from './model/engine-error.ts';
