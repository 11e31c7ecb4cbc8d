export type { CaptureOutcome, CaptureReport, ErrorReport, ResultReport } from '@presence/web-sdk';
export { OzLiveness, type OzLivenessProps } from './oz-liveness.ts';
export { type LivenessHandle, type LivenessProps, useOzLiveness } from './use-oz-liveness.ts';
