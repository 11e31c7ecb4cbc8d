import {
  type CheckFinding,
  type CheckName,
  decideMedia,
  type FusionModel,
  isAttackCheck,
} from '@presence/engine';
import type { Response } from './presentation.ts';

export interface Judgement {
  readonly response: Response;
  readonly confidence: number | null;
}

export interface JudgeOptions {
  /** A check to leave out. */
  readonly without?: CheckName;
  /** Weights of the checks in place of the engine's. */
  readonly model?: FusionModel;
}

/**
 * The engine's own decision over what the checks found in each media of a presentation. Declined by the checks of picture and gesture alone, a presentation was not classified.
 */
export function judge(
  media: readonly (readonly CheckFinding[])[],
  { without, model }: JudgeOptions = {},
): Judgement {
  if (media.length === 0) return { response: 'none', confidence: null };
  const kept = media.map((findings) => findings.filter(({ check }) => check !== without));
  const verdicts = kept.map((findings) => decideMedia(findings, model));
  const confidence = Math.max(...verdicts.map((verdict) => verdict.confidenceSpoofing));
  if (verdicts.some(({ reasons }) => reasons.some(({ check }) => isAttackCheck(check))))
    return { response: 'attack', confidence };
  const declined = verdicts.some(({ resolution }) => resolution === 'DECLINED');
  return { response: declined ? 'refused' : 'bona-fide', confidence };
}
