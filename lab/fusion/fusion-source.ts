import { FUSED_CHECKS, type FusionModel } from '@presence/engine';
import { persons } from './cross-fit.ts';
import type { Example } from './examples.ts';

/** The data file of the engine that holds a fitted model, as source text. */
export function fusionSource(model: FusionModel, examples: readonly Example[], day: string): string {
  const attacks = examples.filter(({ attack }) => attack).length;
  const weights = FUSED_CHECKS.map((check) => `${check}: ${digits(model.weights[check])}`).join(', ');
  const { slope, offset } = model.calibration;
  return `import type { FusionModel } from '../model/fusion-model.ts';

/**
 * Written by \`npm run evaluate -- --fit\` (docs/evaluation.md): logistic regression, calibrated on persons it was not fitted
 * to. Origin: ${examples.length - attacks} bona fide and ${attacks} attack presentations of ${persons(examples).length} persons, the media of docs/accuracy.md.
 * Date: ${day}.
 */
export const FUSION_MODEL = {
  intercept: ${digits(model.intercept)},
  weights: { ${weights} },
  calibration: { slope: ${digits(slope)}, offset: ${digits(offset)} },
} as const satisfies FusionModel;
`;
}

function digits(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
