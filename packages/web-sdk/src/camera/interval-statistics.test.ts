import { describe, expect, it } from 'vitest';
import { intervalStatistics } from './interval-statistics.ts';

interface Given {
  readonly times: readonly number[];
  readonly captured?: boolean;
  readonly shown?: readonly number[];
}

function figures({ times, captured = true, shown }: Given) {
  const statistics = intervalStatistics();
  for (const [index, time] of times.entries())
    statistics.add({
      presentedMs: time + 5 * (index % 2),
      capturedMs: captured ? time : undefined,
      presentedFrames: shown?.[index] ?? index + 1,
    });
  return statistics.figures();
}

describe('intervalStatistics', () => {
  it('finds a timer as regular as it is', () => {
    expect(figures({ times: [0, 40, 80, 120, 160] })).toEqual({
      clock: 'capture',
      intervals: 4,
      mean_ms: 40,
      median_ms: 40,
      std_ms: 0,
      longest_ms: 40,
      steady_share: 1,
    });
  });

  it('finds jitter', () => {
    const { std_ms, steady_share, longest_ms, mean_ms } = figures({ times: [0, 33, 70, 100, 140] });
    expect(mean_ms).toBe(35);
    expect(std_ms).toBeCloseTo(3.81, 2);
    expect(longest_ms).toBe(40);
    expect(steady_share).toBe(0.25);
  });

  it('takes the time of presentation where the browser has no other', () => {
    expect(figures({ times: [0, 40, 80], captured: false })).toMatchObject({
      clock: 'presented',
      mean_ms: 40,
      longest_ms: 45,
    });
  });

  it('leaves out gaps that the page made by being busy', () => {
    expect(figures({ times: [0, 40, 160, 200], shown: [1, 2, 5, 6] })).toMatchObject({
      intervals: 2,
      longest_ms: 40,
    });
  });

  it('leaves out a clock that stands still or runs back', () => {
    expect(figures({ times: [0, 0, 40, 20, 60] })).toMatchObject({ intervals: 2, mean_ms: 40 });
  });

  it('leaves out the gap of an interruption', () => {
    const statistics = intervalStatistics();
    const add = (ms: number) =>
      statistics.add({ presentedMs: ms, capturedMs: ms, presentedFrames: undefined });
    for (const ms of [0, 40, 80]) add(ms);
    statistics.pause();
    for (const ms of [900, 940]) add(ms);
    expect(statistics.figures()).toMatchObject({ intervals: 3, longest_ms: 40 });
  });

  it('says nothing about fewer than two intervals', () => {
    expect(figures({ times: [0, 40] })).toEqual({
      clock: 'capture',
      intervals: 1,
      mean_ms: null,
      median_ms: null,
      std_ms: null,
      longest_ms: null,
      steady_share: null,
    });
  });

  it('keeps the newest thousand', () => {
    const times = Array.from({ length: 3000 }, (_, index) => (index < 1500 ? index * 10 : index * 20));
    expect(figures({ times })).toMatchObject({ intervals: 1024, mean_ms: 20 });
  });
});
