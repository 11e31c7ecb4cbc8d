import { FUSED_CHECKS, type FusionModel } from '@presence/engine';
import type { Example } from './examples.ts';
import { fitLogistic, type LogisticFit, logOdds } from './fit-logistic.ts';

/** Against weights that grow without end where the two kinds never mix. Chosen beforehand, not tuned. */
const RIDGE = 0.003;

/**
 * No weight lets a check decide by itself before its own limit (suspicion 0.5) says so: below it, only doubts of several
 * checks together refuse.
 */
function capped(weight: number, intercept: number, calibration: FusionModel['calibration']): number {
  return Math.max(0, Math.min(weight, -2 * (intercept + calibration.offset / calibration.slope)));
}

/**
 * The weights, and Platt's calibration of them (Platt, Probabilistic outputs for support vector machines, 1999) on
 * scores of persons that the weights of that score never saw.
 */
export function fitFusion(examples: readonly Example[]): FusionModel {
  const { intercept, weights } = fitWeights(examples);
  const scores = persons(examples).flatMap((person) => {
    const fit = fitWeights(examples.filter((one) => one.person !== person));
    return examples
      .filter((one) => one.person === person)
      .map(({ features, attack, weight }) => ({
        features: [logOdds(fit, features) / SCALE],
        attack,
        weight,
      }));
  });
  const platt = fitLogistic(scores, { ridge: RIDGE, signed: false });
  const calibration = { slope: (platt.weights[0] ?? 0) / SCALE, offset: platt.intercept };
  return {
    intercept,
    // One per fused check, in their order.
    weights: Object.fromEntries(
      FUSED_CHECKS.map((check, index) => [check, capped(weights[index] ?? 0, intercept, calibration)]),
    ) as FusionModel['weights'],
    calibration,
  };
}

/** Brings log odds to about 0..1, as the fit wants its features. */
const SCALE = 5;

function fitWeights(examples: readonly Example[]): LogisticFit {
  return fitLogistic(examples, { ridge: RIDGE, signed: false });
}

/** Each example with a model that never saw its person, neither for the weights nor for the calibration. */
export function heldOut(examples: readonly Example[]): { example: Example; model: FusionModel }[] {
  return persons(examples).flatMap((person) => {
    const model = fitFusion(examples.filter((one) => one.person !== person));
    return examples.filter((one) => one.person === person).map((example) => ({ example, model }));
  });
}

export function persons(examples: readonly Example[]): string[] {
  return [...new Set(examples.map(({ person }) => person))];
}
