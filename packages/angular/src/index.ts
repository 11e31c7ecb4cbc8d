export type { CaptureOutcome, CaptureReport, ErrorReport, ResultReport } from '@presence/web-sdk';
export { LivenessService } from './liveness-service.ts';
export { OzLivenessComponent } from './oz-liveness-component.ts';
export { OZ_LIVENESS_ADAPTER_URL, provideOzLiveness } from './provide-oz-liveness.ts';
