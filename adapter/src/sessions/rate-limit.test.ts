import type { Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { rateLimit } from './rate-limit.ts';

describe('rateLimit', () => {
  it('allows so many calls of one address in a minute, then says when to come back', () => {
    let now = 0;
    const limit = rateLimit(2, { now: () => now });
    // Only `ip` is read.
    const call = (ip: string) => limit({ ip } as Request, {} as Response, () => {});
    call('a');
    call('a');
    expect(() => call('a')).toThrowError(
      expect.objectContaining({ code: 'rate_limited', retryAfterSeconds: 60 }),
    );
    call('b');
    now = 60_000;
    expect(() => call('a')).not.toThrow();
  });

  it('is off at 0', () => {
    const limit = rateLimit(0, { now: () => 0 });
    for (let round = 0; round < 1000; round += 1)
      expect(() => limit({ ip: 'a' } as Request, {} as Response, () => {})).not.toThrow();
  });
});
