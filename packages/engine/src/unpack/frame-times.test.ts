import { describe, expect, it } from 'vitest';
import { frameTimes } from './frame-times.ts';

describe('frameTimes', () => {
  it('counts claimed times from the first frame', () => {
    expect(frameTimes({ frame_times_ms: [1000.5, 1066.5, 1200.5] }, 3)).toEqual([0, 66, 200]);
  });

  it.each([
    ['no claim', undefined],
    ['another length', [0, 100]],
    ['times that stand still', [0, 100, 100]],
    ['times that fall', [0, 200, 100]],
    ['something that is no number', [0, '100', 200]],
    ['an endless clip', [0, 100, 10_000_000]],
    ['no finite number', [0, 100, Number.POSITIVE_INFINITY]],
  ])('assumes ten frames a second for %s', (_what, claim) => {
    expect(frameTimes(claim === undefined ? {} : { frame_times_ms: claim }, 3)).toEqual([0, 100, 200]);
  });
});
