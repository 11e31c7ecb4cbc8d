import type { CheckResult } from '../model/check-result.ts';

/** Whether the same bytes were uploaded before: a capture is made once and sent once. */
export function checkReplay(seenBefore: boolean): CheckResult {
  return {
    check: 'replay',
    score: seenBefore ? 0 : 1,
    measures: {},
    reasons: seenBefore
      ? [
          {
            check: 'replay',
            code: 'media_seen_before',
            score: 0,
            threshold: 0.5,
            message: 'The same file was uploaded before; make a new capture.',
          },
        ]
      : [],
  };
}
