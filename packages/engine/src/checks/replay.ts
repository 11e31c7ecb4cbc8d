import { certainty, rounded } from '../model/certainty.ts';
import type { CheckResult, Reason, ReasonCode } from '../model/check-result.ts';
import { REPLAY_CHECK } from './check-limits.data.ts';

/**
 * Whether the same bytes, or the same frames in another encoding, were uploaded before: a capture is made once and sent
 * once.
 *
 * @param alike share of the frames that an earlier capture holds, see alikeShare; undefined where nothing is remembered.
 */
export function checkReplay(seenBefore: boolean, alike?: number): CheckResult {
  const { threshold } = REPLAY_CHECK.share;
  const again = alike !== undefined && alike >= threshold;
  const reasons: Reason[] = [];
  if (seenBefore)
    reasons.push(
      reasonOf('media_seen_before', 0, 0.5, 'The same file was uploaded before; make a new capture.'),
    );
  else if (again)
    reasons.push(
      reasonOf(
        'frames_seen_before',
        rounded(alike),
        threshold,
        'The same pictures were uploaded before in another file; make a new capture.',
      ),
    );
  return {
    check: 'replay',
    score: seenBefore ? 0 : rounded(alike === undefined ? 1 : certainty(alike, REPLAY_CHECK.share)),
    measures: alike === undefined ? {} : { alike_share: rounded(alike) },
    reasons,
  };
}

function reasonOf(code: ReasonCode, score: number, threshold: number, message: string): Reason {
  return { check: 'replay', code, score, threshold, message };
}
