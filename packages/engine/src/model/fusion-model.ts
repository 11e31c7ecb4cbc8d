import type { CheckName } from './check-result.ts';

/** The checks whose suspicions were weighed against each other on labelled clips. */
export const FUSED_CHECKS = [
  'spoof',
  'texture',
  'depth',
  'continuity',
] as const satisfies readonly CheckName[];
export type FusedCheck = (typeof FUSED_CHECKS)[number];

/**
 * A logistic model over the checks' suspicions (1 - score, 0 where a check could not judge), put on the scale of
 * probabilities by Platt's method: odds = slope * (intercept + sum of weight * suspicion) + offset.
 */
export interface FusionModel {
  readonly intercept: number;
  /** Never negative: more suspicion never lowers the confidence. */
  readonly weights: Readonly<Record<FusedCheck, number>>;
  readonly calibration: { readonly slope: number; readonly offset: number };
}
