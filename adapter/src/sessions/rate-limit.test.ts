import type { Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { memoryRateCounter } from './memory-rate-counter.ts';
import { rateLimit } from './rate-limit.ts';

describe('rateLimit', () => {
  it('allows so many calls of one address in a minute, then says when to come back', async () => {
    let now = 0;
    const limit = rateLimit(2, memoryRateCounter({ now: () => now }));
    // Only `ip` is read.
    const call = async (ip: string) => limit({ ip } as Request, {} as Response, () => {});
    await call('a');
    await call('a');
    await expect(call('a')).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 60 });
    await call('b');
    now = 60_000;
    await expect(call('a')).resolves.toBeUndefined();
  });

  it('is off at 0', async () => {
    const limit = rateLimit(0, memoryRateCounter({ now: () => 0 }));
    for (let round = 0; round < 1000; round += 1) {
      const call = async () => limit({ ip: 'a' } as Request, {} as Response, () => {});
      await expect(call()).resolves.toBeUndefined();
    }
  });
});
