import { certainty, rounded } from '../model/certainty.ts';
import type { CheckResult } from '../model/check-result.ts';
import type { SpoofReading } from '../model/clip-evidence.ts';
import { SPOOF_CHECK } from './check-limits.data.ts';

/** Whether the spoof model takes what it sees for a live person: the mean over frames and views. */
export function checkSpoof(readings: readonly SpoofReading[]): CheckResult {
  const nothing = { check: 'spoof', reasons: [], measures: {} } as const;
  const frames = readings.filter(({ live }) => live.length > 0).map(({ live }) => mean(live));
  if (frames.length === 0) return { ...nothing, score: null };
  const live = mean(frames);
  const score = rounded(certainty(live, SPOOF_CHECK.live));
  const measures = {
    live_mean: rounded(live),
    live_lowest: rounded(Math.min(...frames)),
    frames: frames.length,
  };
  if (live >= SPOOF_CHECK.live.threshold) return { ...nothing, score, measures };
  return {
    ...nothing,
    score,
    measures,
    reasons: [
      {
        check: 'spoof',
        code: 'presentation_attack',
        score: rounded(live),
        threshold: SPOOF_CHECK.live.threshold,
        message: 'The picture looks like a print or a screen held before the camera, not like a live person.',
      },
    ],
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
