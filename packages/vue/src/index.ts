export type {
  CaptureOutcome,
  CaptureReport,
  ErrorReport,
  LivenessSettings,
  ResultReport,
} from '@presence/web-sdk';
export { OzLiveness } from './oz-liveness.ts';
export { type LivenessHandle, useOzLiveness } from './use-oz-liveness.ts';
