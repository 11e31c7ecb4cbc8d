import type { CheckName } from '../model/check-result.ts';

/** `confidence_spoofing` from here on means an attack. Source: Oz API, quality analysis, default threshold 0.5. */
export const ATTACK_THRESHOLD = 0.5;

/**
 * How far a check's suspicion (1 - score) counts towards `confidence_spoofing`; the largest product decides. 1: the
 * check can convict alone. `quality` and `gesture` say nothing of attacks: they refuse by their reasons.
 * Origin: every check that convicts stands at 0.5 exactly at its own measured threshold; no labelled set is large enough
 * to weigh one against another. Date: 2026-11-22.
 */
export const EVIDENCE_WEIGHTS = {
  quality: 0,
  gesture: 0,
  spoof: 1,
  depth: 1,
  continuity: 1,
  replay: 1,
} as const satisfies Record<CheckName, number>;

/** Given where nothing could be judged because no face was seen: no live person was shown. */
export const CONFIDENCE_WITHOUT_FACE = 1;
