import type { FusionModel } from '../model/fusion-model.ts';

/**
 * Written by `npm run evaluate -- --fit` (docs/evaluation.md): logistic regression, calibrated on persons it was not fitted
 * to. Origin: 35 bona fide and 130 attack presentations of 12 persons, the media of docs/accuracy.md.
 * Date: 2026-11-22.
 */
export const FUSION_MODEL = {
  intercept: -2.484,
  weights: { spoof: 2.909, texture: 5.731, depth: 2.716, continuity: 2.886 },
  calibration: { slope: 1.211, offset: -0.154 },
} as const satisfies FusionModel;
