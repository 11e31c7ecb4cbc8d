import { describe, expect, it } from 'vitest';
import { LoginThrottle } from './login-throttle.ts';

const MINUTE_MS = 60_000;

function throttleWith(failures: number) {
  const clock = { now: 1_000_000 };
  const throttle = new LoginThrottle(() => clock.now);
  for (let index = 0; index < failures; index += 1) throttle.failed('a');
  return { clock, throttle };
}

describe('LoginThrottle', () => {
  it('lets nine failures pass and stops after the tenth, for that address', () => {
    expect(throttleWith(9).throttle.waitSeconds('a')).toBe(0);
    const { throttle } = throttleWith(10);
    expect(throttle.waitSeconds('a')).toBe(15 * 60);
    expect(throttle.waitSeconds('b')).toBe(0);
  });

  it('forgets when the window has passed, and on success', () => {
    const { clock, throttle } = throttleWith(10);
    clock.now += 14 * MINUTE_MS;
    expect(throttle.waitSeconds('a')).toBe(60);
    clock.now += MINUTE_MS;
    expect(throttle.waitSeconds('a')).toBe(0);
    const other = throttleWith(9).throttle;
    other.succeeded('a');
    other.failed('a');
    expect(other.waitSeconds('a')).toBe(0);
  });
});
