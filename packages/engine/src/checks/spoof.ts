import { certainty, rounded } from '../model/certainty.ts';
import type { CheckResult, Reason } from '../model/check-result.ts';
import type { SpoofReading } from '../model/clip-evidence.ts';
import type { PadRule } from '../model/pad-model.ts';
import { SPOOF_CHECK } from './check-limits.data.ts';

/**
 * Whether the spoof model takes what it sees for a live person: the mean over frames and views. Models the operator added
 * have a say of their own unless their threshold is 0, and the one that doubts most decides.
 *
 * @param pads the operator's models, in the order of the readings.
 */
export function checkSpoof(readings: readonly SpoofReading[], pads: readonly PadRule[] = []): CheckResult {
  const frames = readings.filter(({ live }) => live.length > 0).map(({ live }) => mean(live));
  if (frames.length === 0) return { check: 'spoof', score: null, reasons: [], measures: {} };
  const own = pads.map(({ name, threshold }, index): Opinion => {
    const live = mean(readings.map((reading) => reading.pads?.[index] ?? 0));
    return { name, live, limit: { worst: 0, threshold, best: 1 } };
  });
  const opinions: Opinion[] = [{ name: 'live_mean', live: mean(frames), limit: SPOOF_CHECK.live }, ...own];
  // A threshold of 0 is never missed: such a model is only listened to, until its operator knows what it is worth.
  const judging = opinions.filter(({ limit }) => limit.threshold > 0);
  return {
    check: 'spoof',
    score: rounded(Math.min(...judging.map(({ live, limit }) => certainty(live, limit)))),
    reasons: opinions.flatMap(reasonOf),
    measures: {
      ...Object.fromEntries(opinions.map(({ name, live }) => [name, rounded(live)])),
      live_lowest: rounded(Math.min(...frames)),
      frames: frames.length,
    },
  };
}

/** The built-in model's opinion frame by frame: mean probability of a live person over its views, 0..1. */
export function spoofFrames(readings: readonly SpoofReading[]) {
  return readings
    .filter(({ live }) => live.length > 0)
    .map(({ frameIndex, live }) => ({ frame: frameIndex, live: rounded(mean(live)) }));
}

interface Opinion {
  /** Of the measure. */
  readonly name: string;
  /** Mean probability of a live person. */
  readonly live: number;
  readonly limit: { readonly worst: number; readonly threshold: number; readonly best: number };
}

function reasonOf({ name, live, limit: { threshold } }: Opinion): Reason[] {
  if (live >= threshold) return [];
  const message = `The picture looks like a print or a screen held before the camera, not like a live person (${name}).`;
  return [{ check: 'spoof', code: 'presentation_attack', score: rounded(live), threshold, message }];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
