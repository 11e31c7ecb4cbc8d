import type { Resolution } from '../model/analysis.ts';
import { rounded } from '../model/certainty.ts';
import type { CheckFinding, CheckName, Reason } from '../model/check-result.ts';
import {
  ATTACK_THRESHOLD,
  CONFIDENCE_WITHOUT_FACE,
  EVIDENCE_SOURCES,
  EVIDENCE_WEIGHTS,
} from './evidence-weights.data.ts';

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
  const given = results.flatMap((result) => result.reasons);
  const confidenceSpoofing = confidenceOf(results);
  const reasons =
    given.length === 0 && confidenceSpoofing >= ATTACK_THRESHOLD ? [together(confidenceSpoofing)] : given;
  return {
    resolution: reasons.length > 0 ? 'DECLINED' : 'SUCCESS',
    confidenceSpoofing,
    reasons,
    scores: Object.fromEntries(results.map(({ check, score }) => [check, score])),
  };
}

/** No check refuses by itself; what the browser said of its camera tips the scales. */
function together(score: number): Reason {
  return {
    check: 'injection',
    code: 'suspicions_together',
    score,
    threshold: ATTACK_THRESHOLD,
    message: 'The pictures leave a doubt, and what the browser says of its camera adds to it.',
  };
}

/** Suspicions of independent sources added up; certain where no check for attacks could look at a face. */
function confidenceOf(results: readonly CheckFinding[]): number {
  if (results.some(({ reasons }) => reasons.some(({ code }) => code === 'face_not_found'))) {
    return CONFIDENCE_WITHOUT_FACE;
  }
  const innocence = EVIDENCE_SOURCES.map((source) => 1 - strongest(results, source));
  return rounded(1 - innocence.reduce((all, one) => all * one, 1));
}

function strongest(results: readonly CheckFinding[], source: (typeof EVIDENCE_SOURCES)[number]): number {
  const suspicions = results.map(({ check, score }) => {
    const evidence = EVIDENCE_WEIGHTS[check];
    return score === null || evidence.source !== source ? 0 : evidence.weight * (1 - score);
  });
  return Math.max(0, ...suspicions);
}
