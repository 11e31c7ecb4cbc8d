import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export interface MemorySample {
  /** Cases run so far. */
  readonly cases: number;
  /** Bytes of the whole process. */
  readonly rss: number;
  /** Bytes of live objects: the heap after a full collection, and what lies outside it but belongs to it. */
  readonly live: number;
}

export interface MemoryVerdict {
  readonly flat: boolean;
  /** Bytes of live memory a case, over the last half of the samples: slope of the least-squares line. */
  readonly slope: number;
  /** Bytes of live memory gained from the end of the first quarter, when everything is warm, to the end. */
  readonly growth: number;
}

/** What counts as flat. Ours, 2026-11-22: 24 000 cases at the slope's limit would gain 24 MB, far more than the growth's. */
export const FLAT = { maxSlopeBytes: 1024, maxGrowthBytes: 10 * 1000 * 1000 } as const;

/** Takes one sample, after a full garbage collection. */
export function memorySampler(): (cases: number) => MemorySample {
  setFlagsFromString('--expose-gc');
  // A context made after the flag was set has gc(); this one may not.
  const collect: () => void = runInNewContext('gc');
  return (cases) => {
    collect();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { cases, rss, live: heapUsed + external };
  };
}

/** Undefined with fewer than eight samples, of which nothing can be said. */
export function judgeMemory(samples: readonly MemorySample[]): MemoryVerdict | undefined {
  const warm = samples[Math.floor(samples.length / 4)];
  const last = samples.at(-1);
  if (samples.length < 8 || warm === undefined || last === undefined) return undefined;
  const slope = slopeOf(samples.slice(Math.floor(samples.length / 2)));
  const growth = last.live - warm.live;
  return { flat: slope < FLAT.maxSlopeBytes && growth < FLAT.maxGrowthBytes, slope, growth };
}

function slopeOf(samples: readonly MemorySample[]): number {
  const mean = (of: (sample: MemorySample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [cases, live] = [mean((sample) => sample.cases), mean((sample) => sample.live)];
  const covariance = mean((sample) => (sample.cases - cases) * (sample.live - live));
  return covariance / mean((sample) => (sample.cases - cases) ** 2);
}
