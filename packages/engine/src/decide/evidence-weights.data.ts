import type { CheckName } from '../model/check-result.ts';

/** `confidence_spoofing` from here on means an attack. Source: Oz API, quality analysis, default threshold 0.5. */
export const ATTACK_THRESHOLD = 0.5;

/**
 * How far a check's suspicion (1 - score) counts towards `confidence_spoofing`. 1: the check can convict alone. What comes
 * from one `source` is seen in the same pixels and goes together, so only the strongest counts; different sources are
 * taken for independent. `quality` and `gesture` say nothing of attacks: they refuse by their reasons.
 * Origin: every check that convicts stands at 0.5 exactly at its own measured threshold; no labelled set is large enough
 * to weigh one against another. `injection`: a browser can forge its signs and honest people have them, some of them together
 * (a camera made by a script and an automated browser, seen in Firefox, weighed 0.67); even all of them tip only what stands
 * within a third of its own limit. Date: 2026-11-22.
 */
export const EVIDENCE_WEIGHTS = {
  quality: { weight: 0, source: 'pixels' },
  gesture: { weight: 0, source: 'pixels' },
  spoof: { weight: 1, source: 'pixels' },
  texture: { weight: 1, source: 'pixels' },
  depth: { weight: 1, source: 'pixels' },
  continuity: { weight: 1, source: 'pixels' },
  replay: { weight: 1, source: 'file' },
  injection: { weight: 0.25, source: 'browser' },
} as const satisfies Record<CheckName, { weight: number; source: EvidenceSource }>;

/** Where evidence comes from. */
export const EVIDENCE_SOURCES = ['pixels', 'file', 'browser'] as const;
type EvidenceSource = (typeof EVIDENCE_SOURCES)[number];

/** Given where nothing could be judged because no face was seen: no live person was shown. */
export const CONFIDENCE_WITHOUT_FACE = 1;
