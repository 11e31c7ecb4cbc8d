import type { Clock } from '../model/clock.ts';
import type { RateCounter } from '../model/rate-counter.ts';

/** Keys remembered at most; beyond it the oldest are forgotten, so that memory stays bounded. */
const MAX_KEYS = 50_000;

/** Counts what this process sees. */
export function memoryRateCounter(clock: Clock): RateCounter {
  const counts = new Map<string, { calls: number; until: number }>();
  return {
    count: async (key, windowMs) => {
      const now = clock.now();
      const found = counts.get(key);
      const entry = found && found.until > now ? found : { calls: 0, until: now + windowMs };
      if (entry !== found) forgetOldest(counts, key);
      entry.calls += 1;
      counts.set(key, entry);
      return { calls: entry.calls, leftMs: entry.until - now };
    },
  };
}

function forgetOldest(counts: Map<string, unknown>, key: string): void {
  counts.delete(key);
  const oldest = counts.keys().next();
  if (counts.size >= MAX_KEYS && !oldest.done) counts.delete(oldest.value);
}
