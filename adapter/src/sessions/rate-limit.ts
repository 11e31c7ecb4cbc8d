import type { RequestHandler } from 'express';
import { AdapterError } from '../model/adapter-error.ts';
import type { Clock } from '../model/clock.ts';

const MINUTE_MS = 60_000;
/** Addresses remembered at most; beyond it the oldest are forgotten, so that memory stays bounded. */
const MAX_ADDRESSES = 50_000;

/** What each address has used of its minute. Outlives a change of the configuration. */
export type RateCounts = Map<string, { count: number; until: number }>;

/** At most `perMinute` calls per client address in any fixed minute; 0 switches the limit off. */
export function rateLimit(perMinute: number, clock: Clock, counts: RateCounts = new Map()): RequestHandler {
  return (request, _response, next) => {
    if (perMinute > 0) {
      const now = clock.now();
      const address = request.ip ?? 'unknown';
      const found = counts.get(address);
      const entry = found && found.until > now ? found : { count: 0, until: now + MINUTE_MS };
      if (entry !== found) forgetOldest(counts, address);
      entry.count += 1;
      counts.set(address, entry);
      if (entry.count > perMinute)
        throw new AdapterError('rate_limited', 'Too many sessions were opened from this address; wait.', {
          retryAfterSeconds: Math.ceil((entry.until - now) / 1000),
        });
    }
    next();
  };
}

function forgetOldest(counts: Map<string, unknown>, address: string): void {
  counts.delete(address);
  const oldest = counts.keys().next();
  if (counts.size >= MAX_ADDRESSES && !oldest.done) counts.delete(oldest.value);
}
