import type { CheckName } from '../model/check-result.ts';
import { FUSED_CHECKS } from '../model/fusion-model.ts';

/** `confidence_spoofing` from here on means an attack. Source: Oz API, quality analysis, default threshold 0.5. */
export const ATTACK_THRESHOLD = 0.5;

/** Given where nothing could be judged because no face was seen: no live person was shown. */
export const CONFIDENCE_WITHOUT_FACE = 1;

/**
 * What the suspicions of checks count that no labelled clips could weigh, in logarithms of odds for a suspicion of 1; those
 * of the other checks are fitted (FUSION_MODEL). Origin: judgement. `replay` needs past uploads: at its own limit it
 * should leave little doubt. `injection`: a browser can forge its signs and honest people have them, some of them together (a
 * camera made by a script and an automated browser, seen in Firefox, bring 0.67); even all of them (0.92) tip only what stands
 * at 0.27 or more. Date: 2026-11-23.
 */
export const JUDGED_WEIGHTS = { replay: 6, injection: 1.1 } as const satisfies Partial<
  Record<CheckName, number>
>;

const ATTACK_CHECKS: ReadonlySet<string> = new Set([...FUSED_CHECKS, ...Object.keys(JUDGED_WEIGHTS)]);

/**
 * Whether a check looks for attacks. `quality` and `gesture` do not: they refuse by their reasons, and a face small or dark
 * must not count as an attack because most attacks at hand were so.
 */
export function isAttackCheck(check: CheckName): boolean {
  return ATTACK_CHECKS.has(check);
}
