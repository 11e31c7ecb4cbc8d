import { type CheckFinding, type CheckName, decideMedia, EVIDENCE_WEIGHTS } from '@presence/engine';
import type { Response } from './presentation.ts';

export interface Judgement {
  readonly response: Response;
  readonly confidence: number | null;
}

/**
 * The engine's own decision over what the checks found in each media of a presentation, with one of them left out if so
 * wished. Declined by the checks of picture and gesture alone, a presentation was not classified.
 */
export function judge(media: readonly (readonly CheckFinding[])[], without?: CheckName): Judgement {
  if (media.length === 0) return { response: 'none', confidence: null };
  const kept = media.map((findings) => findings.filter(({ check }) => check !== without));
  const verdicts = kept.map((findings) => decideMedia(findings));
  const confidence = Math.max(...verdicts.map((verdict) => verdict.confidenceSpoofing));
  if (kept.some(isAttack)) return { response: 'attack', confidence };
  const declined = verdicts.some(({ resolution }) => resolution === 'DECLINED');
  return { response: declined ? 'refused' : 'bona-fide', confidence };
}

/** Nothing is said of attacks where no face was seen, whatever the confidence. */
function isAttack(findings: readonly CheckFinding[]): boolean {
  const reasons = findings.flatMap((finding) => finding.reasons);
  if (reasons.some(({ check }) => EVIDENCE_WEIGHTS[check].weight > 0)) return true;
  return (
    !reasons.some(({ code }) => code === 'face_not_found') && decideMedia(findings).confidenceSpoofing >= 0.5
  );
}
