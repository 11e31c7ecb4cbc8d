import type { InjectionSignals } from '@presence/protocol';
import type { FrameTick } from '../model/frame-tick.ts';

/** Newest intervals the figures are made of: half a minute at 30 a second. */
const KEPT = 1024;
/** An interval this near the median counts as steady. */
const STEADY = 0.02;

export type IntervalFigures = Pick<
  InjectionSignals['timing'],
  'clock' | 'intervals' | 'mean_ms' | 'median_ms' | 'std_ms' | 'longest_ms' | 'steady_share'
>;

/** How regularly pictures come. A sensor's clock, a timer in a program and a file being played differ in it. */
export interface IntervalStatistics {
  add(tick: FrameTick): void;
  /** The camera stops for a while: the gap that follows is no interval. */
  pause(): void;
  figures(): IntervalFigures;
}

/** Takes a few nanoseconds a picture; everything is worked out at the end. */
export function intervalStatistics(): IntervalStatistics {
  const intervals = new Float64Array(KEPT);
  let count = 0;
  let last: FrameTick | undefined;
  let clock: IntervalFigures['clock'] | undefined;

  return {
    add: (tick) => {
      clock ??= tick.capturedMs === undefined ? 'presented' : 'capture';
      const before = last;
      last = tick;
      if (before === undefined || missedBetween(before, tick)) return;
      const ms = timeOf(tick, clock) - timeOf(before, clock);
      // A camera that restarts, or a clock it does not keep, says nothing about regularity.
      if (!(ms > 0)) return;
      intervals[count % KEPT] = ms;
      count += 1;
    },
    pause: () => {
      last = undefined;
    },
    figures: () => figuresOf(intervals.slice(0, Math.min(count, KEPT)), clock ?? 'presented'),
  };
}

/** A page that was busy misses pictures; the gap is its own, not the camera's. */
function missedBetween(before: FrameTick, after: FrameTick): boolean {
  if (before.presentedFrames === undefined || after.presentedFrames === undefined) return false;
  return after.presentedFrames - before.presentedFrames !== 1;
}

function timeOf(tick: FrameTick, clock: IntervalFigures['clock']): number {
  return clock === 'capture' ? (tick.capturedMs ?? Number.NaN) : tick.presentedMs;
}

function figuresOf(intervals: Float64Array, clock: IntervalFigures['clock']): IntervalFigures {
  const { length } = intervals;
  if (length < 2) {
    const none = { mean_ms: null, median_ms: null, std_ms: null, longest_ms: null, steady_share: null };
    return { clock, intervals: length, ...none };
  }
  const sorted = intervals.slice().sort();
  const mean = intervals.reduce((sum, each) => sum + each, 0) / length;
  const variance = intervals.reduce((sum, each) => sum + (each - mean) ** 2, 0) / length;
  const median = sorted[length >> 1] ?? mean;
  const steady = intervals.filter((each) => Math.abs(each - median) <= median * STEADY).length;
  return {
    clock,
    intervals: length,
    mean_ms: thousandth(mean),
    median_ms: thousandth(median),
    std_ms: thousandth(Math.sqrt(variance)),
    longest_ms: thousandth(sorted[length - 1] ?? median),
    steady_share: thousandth(steady / length),
  };
}

function thousandth(value: number): number {
  return Math.round(value * 1000) / 1000;
}
