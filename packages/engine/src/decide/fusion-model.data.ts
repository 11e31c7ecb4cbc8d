import type { FusionModel } from '../model/fusion-model.ts';

/**
 * Written by `npm run evaluate -- --fit` (docs/evaluation.md): logistic regression, calibrated on persons it was not fitted
 * to. Origin: 35 bona fide and 130 attack presentations of 12 persons, the media of docs/accuracy.md.
 * Date: 2026-11-22.
 */
export const FUSION_MODEL = {
  intercept: -2.269,
  weights: { spoof: 3.618, texture: 4.317, depth: 2.707, continuity: 2.725 },
  calibration: { slope: 1.349, offset: 0.149 },
} as const satisfies FusionModel;
