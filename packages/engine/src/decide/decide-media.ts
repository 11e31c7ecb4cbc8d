import type { Resolution } from '../model/analysis.ts';
import type { CheckFinding, CheckName, Reason } from '../model/check-result.ts';
import type { FusionModel } from '../model/fusion-model.ts';
import { ATTACK_THRESHOLD, CONFIDENCE_WITHOUT_FACE, isAttackCheck } from './attack-evidence.data.ts';
import { type Evidence, type Fusion, fuseSuspicions } from './fuse-suspicions.ts';
import { FUSION_MODEL } from './fusion-model.data.ts';

/** The part of `results_data` that the checks decide. */
export interface MediaVerdict {
  readonly resolution: Extract<Resolution, 'SUCCESS' | 'DECLINED'>;
  /** 0..1, attack at 0.5 and above. */
  readonly confidenceSpoofing: number;
  /** The checks that raise it, strongest first. */
  readonly evidence: readonly Evidence[];
  readonly reasons: readonly Reason[];
  /** Score of each check, 1 good, 0.5 at its limit, null where it does not apply. */
  readonly scores: Readonly<Partial<Record<CheckName, number | null>>>;
}

/**
 * The verdict on one media: refused for any reason a check gives, or when the evidence together says attack.
 *
 * @param model the weights of the checks; the lab tries others.
 */
export function decideMedia(
  results: readonly CheckFinding[],
  model: FusionModel = FUSION_MODEL,
): MediaVerdict {
  const given = results.flatMap((result) => result.reasons);
  const faceless = given.some(({ code }) => code === 'face_not_found');
  const fusion: Fusion = faceless
    ? { confidence: CONFIDENCE_WITHOUT_FACE, evidence: [] }
    : fuseSuspicions(results, model);
  const explained = faceless || given.some(({ check }) => isAttackCheck(check));
  const reasons = fusion.confidence >= ATTACK_THRESHOLD && !explained ? [...given, together(fusion)] : given;
  return {
    resolution: reasons.length > 0 ? 'DECLINED' : 'SUCCESS',
    confidenceSpoofing: fusion.confidence,
    evidence: fusion.evidence,
    reasons,
    scores: Object.fromEntries(results.map(({ check, score }) => [check, score])),
  };
}

/** No check refuses by itself; their doubts together do. */
function together({ confidence, evidence }: Fusion): Reason {
  const doubts = evidence.map(({ check, suspicion }) => `${check} ${suspicion}`).join(', ');
  return {
    check: evidence[0]?.check ?? 'spoof',
    code: 'suspicions_together',
    score: confidence,
    threshold: ATTACK_THRESHOLD,
    message: `No check alone refuses; their doubts together speak for an attack (${doubts}).`,
  };
}
