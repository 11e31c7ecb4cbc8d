import type { Request, Response } from 'express';
import { describe, expect, it } from 'vitest';
import { addToContext } from '../model/request-context.ts';
import { memoryRateCounter } from './memory-rate-counter.ts';
import { type RateLimits, rateLimit } from './rate-limit.ts';

/** Calls by address and, if it has one, origin; the clock can be set. */
function limited(limits: RateLimits) {
  const clock = { at: 0 };
  const limit = rateLimit(limits, memoryRateCounter({ now: () => clock.at }));
  const call = async (ip: string, origin?: string) => {
    // Only these are read.
    const response = { locals: {} } as Response;
    if (origin !== undefined) addToContext(response, { origin });
    return limit({ ip } as Request, response, () => {});
  };
  return { clock, call };
}

describe('rateLimit', () => {
  it('allows so many calls of one address in a minute, then says when to come back', async () => {
    const { clock, call } = limited({ address: 2, origin: 0 });
    await call('a');
    await call('a');
    await expect(call('a')).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 60 });
    await call('b');
    clock.at = 60_000;
    await expect(call('a')).resolves.toBeUndefined();
  });

  it('allows so many calls of one origin, from whatever addresses', async () => {
    const { call } = limited({ address: 0, origin: 2 });
    await call('a', 'https://one.example');
    await call('b', 'https://one.example');
    await expect(call('c', 'https://one.example')).rejects.toMatchObject({
      code: 'rate_limited',
      message: expect.stringContaining('this origin'),
    });
    await expect(call('c', 'https://two.example')).resolves.toBeUndefined();
    await expect(call('c')).resolves.toBeUndefined();
  });

  it('takes all addresses that one caller of IPv6 has for one, and each of IPv4 for itself', async () => {
    const { call } = limited({ address: 3, origin: 0 });
    for (const one of ['2001:db8:0:7::1', '2001:DB8::7:ffff:ffff:ffff:ffff', '2001:db8:0:7:a:b:c:d'])
      await call(one);
    await expect(call('2001:db8:0:7::9')).rejects.toMatchObject({ code: 'rate_limited' });
    await call('2001:db8:0:8::9');
    for (const last of [1, 2, 3, 4, 5]) await call(`192.0.2.${last}`);
    for (const one of ['192.0.2.9', '::ffff:192.0.2.9', '::FFFF:192.0.2.9']) await call(one);
    await expect(call('192.0.2.9')).rejects.toMatchObject({ code: 'rate_limited' });
    for (const other of ['::1', 'fe80::1%eth0', 'unknown']) await call(other);
  });

  it('is off at 0', async () => {
    const { call } = limited({ address: 0, origin: 0 });
    for (let round = 0; round < 1000; round += 1)
      await expect(call('a', 'https://one.example')).resolves.toBeUndefined();
  });
});
