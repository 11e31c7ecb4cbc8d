import { describe, expect, it } from 'vitest';
import { coverMapping, type Size } from './cover-mapping.ts';

const place = (frame: Size, canvas: Size, mirrored: boolean, [x, y]: readonly [number, number]) => {
  const { scaleX, scaleY, left, top } = coverMapping(frame, canvas, mirrored);
  // Rounded, and never minus zero.
  return [x * scaleX + left, y * scaleY + top].map((value) => Math.round(value * 1000) / 1000 + 0);
};
const WIDE = { width: 640, height: 480 };
const TALL = { width: 480, height: 640 };
const STAGE = { width: 300, height: 400 };

describe('coverMapping', () => {
  it('cuts the sides of a wide frame on a tall stage', () => {
    expect(place(WIDE, STAGE, false, [320, 240])).toEqual([150, 200]);
    expect(place(WIDE, STAGE, false, [140, 0])).toEqual([0, 0]);
    expect(place(WIDE, STAGE, false, [500, 480])).toEqual([300, 400]);
  });

  it('fits a frame of the same shape as it is', () => {
    expect(place(TALL, STAGE, false, [48, 64])).toEqual([30, 40]);
  });

  it('cuts top and bottom of a tall frame on a wide stage', () => {
    expect(place(TALL, { width: 480, height: 320 }, false, [0, 160])).toEqual([0, 0]);
  });

  it('swaps left and right in a mirror, and nothing else', () => {
    for (const point of [
      [140, 0],
      [320, 240],
      [400, 100],
    ] as const) {
      const [x = 0, y = 0] = place(WIDE, STAGE, false, point);
      const [mirroredX = 0, mirroredY = 0] = place(WIDE, STAGE, true, point);
      expect(mirroredX).toBeCloseTo(300 - x);
      expect(mirroredY).toBe(y);
    }
  });
});
