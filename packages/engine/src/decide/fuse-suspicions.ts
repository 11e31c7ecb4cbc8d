import { rounded } from '../model/certainty.ts';
import type { CheckFinding, CheckName } from '../model/check-result.ts';
import { FUSED_CHECKS, type FusionModel } from '../model/fusion-model.ts';
import { isAttackCheck, JUDGED_WEIGHTS } from './attack-evidence.data.ts';

/** What one check adds to `confidence_spoofing`. */
export interface Evidence {
  readonly check: CheckName;
  /** 1 - score, 0..1. */
  readonly suspicion: number;
  /** By how much it raises the logarithm of the odds of an attack. */
  readonly log_odds: number;
}

export interface Fusion {
  /** Probability of an attack, 0..1, were attacks and live people equally frequent. */
  readonly confidence: number;
  /** The checks that raise it, strongest first. */
  readonly evidence: readonly Evidence[];
}

/**
 * Adds up the suspicions of all checks that look for attacks. A check that refuses by itself is not outvoted: the
 * confidence is never below its own suspicion.
 */
export function fuseSuspicions(results: readonly CheckFinding[], model: FusionModel): Fusion {
  const evidence = evidenceOf(results, model);
  const { slope, offset } = model.calibration;
  const odds = slope * model.intercept + offset + evidence.reduce((sum, one) => sum + one.log_odds, 0);
  const convicting = results.filter(({ check, reasons }) => isAttackCheck(check) && reasons.length > 0);
  const vetoes = convicting.map(({ score }) => 1 - (score ?? 1));
  return {
    confidence: rounded(Math.max(1 / (1 + Math.exp(-odds)), ...vetoes)),
    evidence: evidence.map((one) => ({ ...one, log_odds: rounded(one.log_odds) })),
  };
}

function evidenceOf(results: readonly CheckFinding[], { weights, calibration }: FusionModel): Evidence[] {
  const fitted = Object.fromEntries(FUSED_CHECKS.map((check) => [check, calibration.slope * weights[check]]));
  const all: Partial<Record<CheckName, number>> = { ...fitted, ...JUDGED_WEIGHTS };
  return results
    .map(({ check, score }) => {
      const suspicion = rounded(1 - (score ?? 1));
      return { check, suspicion, log_odds: (all[check] ?? 0) * suspicion };
    })
    .filter((one) => one.log_odds > 0)
    .sort((a, b) => b.log_odds - a.log_odds);
}
