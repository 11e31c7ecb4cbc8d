import type { RequestHandler } from 'express';
import { AdapterError } from '../model/adapter-error.ts';
import type { RateCounter } from '../model/rate-counter.ts';

const MINUTE_MS = 60_000;

/** At most `perMinute` calls per client address in any fixed minute; 0 switches the limit off. */
export function rateLimit(perMinute: number, counter: RateCounter): RequestHandler {
  return async (request, _response, next) => {
    if (perMinute > 0) {
      const { calls, leftMs } = await counter.count(request.ip ?? 'unknown', MINUTE_MS);
      if (calls > perMinute)
        throw new AdapterError('rate_limited', 'Too many sessions were opened from this address; wait.', {
          retryAfterSeconds: Math.ceil(leftMs / 1000),
        });
    }
    next();
  };
}
