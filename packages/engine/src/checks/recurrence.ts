import { spread } from '../model/spread.ts';
import { CONTINUITY_CHECK as C } from './check-limits.data.ts';

/** What the frames of a clip look like beside each other. */
export interface Recurrence {
  /** Share of the frames that return, almost alike, after others that differ: 1 for a loop. */
  readonly loopedShare: number;
  /** The largest difference of two frames, mean grey levels of a cell. */
  readonly largestChange: number;
}

/** Compares the glimpses of all frames, in their order; undefined for too few of them. */
export function recurrenceOf(all: readonly Float32Array[]): Recurrence | undefined {
  const { leastFrames, mostFrames, apart, alike, leastStep } = C.recurrence;
  if (all.length < leastFrames) return undefined;
  const glimpses = spread(all, mostFrames);
  const differences = glimpses.map((one) => glimpses.map((other) => difference(one, other)));
  const step = median(differences.slice(1).map((row, index) => row[index] ?? 0));
  const looped = differences.filter((row, i) =>
    row.some((value, j) => Math.abs(i - j) >= apart && step >= leastStep && value <= alike * step),
  );
  return {
    loopedShare: looped.length / glimpses.length,
    largestChange: Math.max(...differences.flat()),
  };
}

function difference(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / Math.max(1, a.length);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
