import type { Resolution } from '../model/analysis.ts';
import { rounded } from '../model/certainty.ts';
import type { CheckFinding, CheckName, Reason } from '../model/check-result.ts';
import { ATTACK_THRESHOLD, CONFIDENCE_WITHOUT_FACE, EVIDENCE_WEIGHTS } from './evidence-weights.data.ts';

/** The part of `results_data` that the checks decide. */
export interface MediaVerdict {
  readonly resolution: Extract<Resolution, 'SUCCESS' | 'DECLINED'>;
  /** 0..1, attack at 0.5 and above. */
  readonly confidenceSpoofing: number;
  readonly reasons: readonly Reason[];
  /** Score of each check, 1 good, 0.5 at its limit, null where it does not apply. */
  readonly scores: Readonly<Partial<Record<CheckName, number | null>>>;
}

/** The verdict on one media: refused for any reason a check gives, or when the evidence together says attack. */
export function decideMedia(results: readonly CheckFinding[]): MediaVerdict {
  const reasons = results.flatMap((result) => result.reasons);
  const confidenceSpoofing = confidenceOf(results);
  const refused = reasons.length > 0 || confidenceSpoofing >= ATTACK_THRESHOLD;
  return {
    resolution: refused ? 'DECLINED' : 'SUCCESS',
    confidenceSpoofing,
    reasons,
    scores: Object.fromEntries(results.map(({ check, score }) => [check, score])),
  };
}

/** The strongest suspicion any check has; certain where no check for attacks could look at a face. */
function confidenceOf(results: readonly CheckFinding[]): number {
  if (results.some(({ reasons }) => reasons.some(({ code }) => code === 'face_not_found'))) {
    return CONFIDENCE_WITHOUT_FACE;
  }
  const suspicions = results.map(({ check, score }) =>
    score === null ? 0 : EVIDENCE_WEIGHTS[check] * (1 - score),
  );
  return rounded(Math.max(0, ...suspicions));
}
