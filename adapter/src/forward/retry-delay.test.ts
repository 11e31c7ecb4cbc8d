import { describe, expect, it } from 'vitest';
import { pollDelay, retryDelay } from './retry-delay.ts';

describe('retryDelay', () => {
  it('doubles from half a second to fifteen', () => {
    expect([1, 2, 3, 4].map((attempts) => retryDelay(attempts, 1))).toEqual([500, 1000, 2000, 4000]);
    expect(retryDelay(50, 1)).toBe(15_000);
  });

  it('spreads the upper half at random', () => {
    expect(retryDelay(3, 0)).toBe(1000);
    expect(retryDelay(3, 0.5)).toBe(1500);
  });

  it('honours Retry-After', () => {
    expect(retryDelay(1, 0, 30)).toBe(30_000);
  });

  it('is put off for five minutes at most, whatever the backend says', () => {
    for (const asked of [86_400, 1e12, Number.POSITIVE_INFINITY])
      expect(retryDelay(1, 0, asked)).toBe(300_000);
  });
});

describe('pollDelay', () => {
  it('starts short and ends at the configured interval', () => {
    expect(pollDelay(0, 1000)).toBe(100);
    expect(pollDelay(1, 1000)).toBe(110);
    expect(pollDelay(30, 1000)).toBe(1000);
    expect(pollDelay(0, 50)).toBe(50);
  });
});
