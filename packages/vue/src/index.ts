export type { CaptureOutcome, CaptureReport, ErrorReport, ResultReport } from '@presence/web-sdk';
export { OzLiveness } from './oz-liveness.ts';
export { type LivenessHandle, type LivenessSettings, useOzLiveness } from './use-oz-liveness.ts';
