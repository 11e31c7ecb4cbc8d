import { describe, expect, it } from 'vitest';
import { clopperPearson } from './clopper-pearson.ts';

describe('clopperPearson', () => {
  it.each([
    // Rule of three, exactly: 1 - 0.025 ** (1 / n).
    [0, 10, 0, 0.3085],
    [0, 60, 0, 0.05963],
    [1, 10, 0.00253, 0.44502],
    [5, 10, 0.18709, 0.81291],
    [10, 10, 0.6915, 1],
    [7, 40, 0.07338, 0.32779],
  ])('%i of %i', (hits, trials, low, high) => {
    const interval = clopperPearson(hits, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('knows nothing without trials, and holds for thousands', () => {
    expect(clopperPearson(0, 0)).toEqual({ low: 0, high: 1 });
    const { low, high } = clopperPearson(50, 5000);
    expect(low).toBeGreaterThan(0.0074);
    expect(high).toBeLessThan(0.0132);
  });

  it('is wider for more confidence, and refuses impossible counts', () => {
    expect(clopperPearson(3, 20, 0.99).high).toBeGreaterThan(clopperPearson(3, 20).high);
    expect(() => clopperPearson(3, 2)).toThrow(RangeError);
    expect(() => clopperPearson(0.5, 2)).toThrow(RangeError);
  });
});
