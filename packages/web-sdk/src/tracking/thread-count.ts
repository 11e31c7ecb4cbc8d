/** More than this does not pay for models this small. */
const MOST_THREADS = 4;

/** What decides on the number of threads, read from the running worker. */
export interface ThreadSurroundings {
  /** Whether the page is cross-origin isolated (COOP and COEP), without which memory cannot be shared. */
  readonly isolated: boolean;
  /** Whether the loader comes from the worker's own origin: the threads are workers, started from its address. */
  readonly sameOrigin: boolean;
  readonly cores: number;
}

/**
 * How many threads the fallback's runtime uses, 1 to 4: half the cores, because camera, page and packing need the others. On two
 * cores two threads took 74 ms a picture and one took 30 (bench/detectors.ts, 2026-11-22).
 */
export function threadCount({ isolated, sameOrigin, cores }: ThreadSurroundings): number {
  return isolated && sameOrigin ? Math.max(1, Math.min(MOST_THREADS, Math.floor(cores / 2))) : 1;
}
