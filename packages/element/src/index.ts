export { defineOzLivenessElement } from './define-oz-liveness-element.ts';
export type { LivenessEventMap } from './liveness-events.ts';
export type { OzLivenessElement } from './oz-liveness-element.ts';
