import * as z from 'zod';
import type { RateCounter } from '../model/rate-counter.ts';
import type { RedisLink } from './redis-link.ts';
import { COUNT_CALL } from './redis-scripts.data.ts';

const answerSchema = z.tuple([z.number(), z.number()]);

/** Counts what all replicas see together. */
export function redisRateCounter(link: RedisLink): RateCounter {
  return {
    count: async (key, windowMs) => {
      const answer = await link.run({ script: COUNT_CALL, keys: [`rate:${key}`], values: [windowMs] });
      const [calls, leftMs] = answerSchema.parse(answer);
      return { calls, leftMs: Math.max(leftMs, 0) };
    },
  };
}
