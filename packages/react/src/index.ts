export type {
  CaptureOutcome,
  CaptureReport,
  ErrorReport,
  LivenessSettings as LivenessProps,
  ResultReport,
} from '@presence/web-sdk';
export { OzLiveness, type OzLivenessProps } from './oz-liveness.ts';
export { type LivenessHandle, useOzLiveness } from './use-oz-liveness.ts';
