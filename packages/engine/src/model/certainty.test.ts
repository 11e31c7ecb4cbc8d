import { describe, expect, it } from 'vitest';
import { certainty } from './certainty.ts';

describe('certainty', () => {
  it('is 0 at the worst, one half at the threshold and 1 at the best, in either direction', () => {
    for (const [worst, threshold, best] of [
      [0, 4, 10],
      [255, 235, 180],
    ] as const) {
      const scale = { worst, threshold, best };
      expect([worst, threshold, best].map((value) => certainty(value, scale))).toEqual([0, 0.5, 1]);
      expect(certainty((threshold + best) / 2, scale)).toBeCloseTo(0.75);
      expect(certainty((threshold + worst) / 2, scale)).toBeCloseTo(0.25);
      expect(certainty(best + (best - worst), scale)).toBe(1);
      expect(certainty(worst - (best - worst), scale)).toBe(0);
    }
  });
});
