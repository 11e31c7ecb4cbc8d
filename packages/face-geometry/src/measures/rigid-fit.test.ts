import { describe, expect, it } from 'vitest';
import { fitRotation } from './rigid-fit.ts';

const axes = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [-1, 2, 0.5],
] as const;

describe('fitRotation', () => {
  it('recovers a rotation in spite of scale and shift', () => {
    // A third of a turn about (1, 1, 1): x becomes y, y becomes z, z becomes x; doubled and moved.
    const pairs = axes.map(([x, y, z]) => ({
      from: [x, y, z] as const,
      to: [2 * z + 5, 2 * x - 3, 2 * y + 1] as const,
      weight: 1,
    }));
    const rotation = fitRotation(pairs);
    const expected = [
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
    ];
    expected.forEach((row, i) => {
      row.forEach((value, j) => {
        expect(rotation[i]?.[j]).toBeCloseTo(value, 9);
      });
    });
  });

  it('follows heavy points and disregards light ones', () => {
    const pairs = axes.map(([x, y, z], index) => ({
      from: [x, y, z] as const,
      to: index === 3 ? ([9, 9, 9] as const) : ([x, y, z] as const),
      weight: index === 3 ? 1e-9 : 1,
    }));
    expect(fitRotation(pairs)[0][0]).toBeCloseTo(1, 6);
  });
});
