import { describe, expect, it } from 'vitest';
import { risingClock } from './rising-clock.ts';

describe('risingClock', () => {
  it('keeps the distances of one capture', () => {
    const clock = risingClock();
    expect([100, 133.4, 166.7].map(clock)).toEqual([100, 133, 167]);
  });

  it('rises even where times are equal or a little late', () => {
    const clock = risingClock();
    expect([100, 100.2, 99].map(clock)).toEqual([100, 101, 102]);
  });

  it('goes on after the end of one capture when the next begins', () => {
    const clock = risingClock();
    expect([4000, 8000, 500, 533, 20_000].map(clock)).toEqual([4000, 8000, 9000, 9033, 28_500]);
  });
});
