import { describe, expect, it } from 'vitest';
import { smoothCrop } from './smooth-crop.ts';

describe('smoothCrop', () => {
  it('spreads a point over its neighbours, channel by channel', () => {
    const size = 5;
    const crop = new Float32Array(size * size * 3);
    const at = (x: number, y: number) => (y * size + x) * 3 + 1;
    crop[at(2, 2)] = 16;
    const out = smoothCrop(crop, size, 0.25);
    expect([out[at(2, 2)], out[at(1, 2)], out[at(1, 1)], out[at(0, 2)]]).toEqual([4, 2, 1, 0]);
    expect(out[at(2, 2) - 1]).toBe(0);
    expect(out.reduce((sum, value) => sum + value, 0)).toBe(16);
  });

  it('leaves an even picture and its edges as they are', () => {
    expect(smoothCrop(new Float32Array(4 * 4 * 3).fill(9), 4, 0.25).every((value) => value === 9)).toBe(true);
  });
});
