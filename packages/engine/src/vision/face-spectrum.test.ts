import type { PixelImage } from '@presence/face-geometry';
import { describe, expect, it } from 'vitest';
import { SPECTRUM_SIDE } from '../model/spectrum.data.ts';
import { faceSpectrum } from './face-spectrum.ts';
import { glimpseOf } from './glimpse.ts';

const WIDTH = 320;
const HEIGHT = 240;

function picture(valueAt: (x: number, y: number) => number): PixelImage {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let at = 0; at < WIDTH * HEIGHT; at += 1)
    data.fill(valueAt(at % WIDTH, Math.floor(at / WIDTH)), 3 * at, 3 * at + 3);
  return { data, width: WIDTH, height: HEIGHT, channels: 3 };
}

describe('faceSpectrum', () => {
  it('peaks at the period of a grid, wherever the tiles lie', () => {
    const grid = picture((x, y) => 128 + 40 * Math.sin((2 * Math.PI * (x * 30 + y * 20)) / SPECTRUM_SIDE));
    const power = faceSpectrum(grid, { left: 40, top: 20, right: 220, bottom: 220 });
    const strongest = power?.reduce((best, value, at) => (value > (power[best] ?? 0) ? at : best), 0);
    expect([20 * SPECTRUM_SIDE + 30, 108 * SPECTRUM_SIDE + 98]).toContain(strongest);
  });

  it('takes faces smaller than a tile, at the edge, and no picture smaller than one', () => {
    const flat = picture(() => 90);
    expect(faceSpectrum(flat, { left: 280, top: 200, right: 340, bottom: 260 })).toHaveLength(
      SPECTRUM_SIDE ** 2,
    );
    const small = { ...flat, height: 100 };
    expect(faceSpectrum(small, { left: 0, top: 0, right: 90, bottom: 90 })).toBeUndefined();
  });
});

describe('glimpseOf', () => {
  it('holds the mean of each cell', () => {
    const glimpse = glimpseOf(picture((x) => (x < WIDTH / 2 ? 10 : 200)));
    expect(glimpse).toHaveLength(32 * 24);
    expect([glimpse[0], glimpse[31], glimpse[32 * 23 + 15], glimpse[32 * 23 + 16]]).toEqual([
      10, 200, 10, 200,
    ]);
  });
});
