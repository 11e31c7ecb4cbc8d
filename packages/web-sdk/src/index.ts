export type { CaptureOutcome, ControlState } from './control/control-state.ts';
export {
  type CaptureHandlers,
  type CaptureOptions,
  type CaptureProps,
  createLivenessControl,
  type LivenessCalls,
  type LivenessControl,
  type LivenessSettings,
} from './control/liveness-control.ts';
export type {
  CaptureReport,
  ContainerReport,
  ErrorReport,
  OpenOptions,
  ResultReport,
  VirtualCameraReport,
} from './model/capture-options.ts';
export type { LanguageStrings } from './model/language.ts';
export type { SupportReport } from './session/check-support.ts';
export { createOzLiveness, type OzLiveness, type OzLivenessOptions } from './session/oz-liveness.ts';
export { SDK_VERSION } from './session/sdk-version.ts';
