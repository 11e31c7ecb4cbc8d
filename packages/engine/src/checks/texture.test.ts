import { describe, expect, it } from 'vitest';
import { SPECTRUM_SIDE } from '../model/spectrum.data.ts';
import { checkTexture } from './texture.ts';

/** Falls off as pictures do; `times` the power at one frequency. */
function spectrum(times: number, [fx, fy]: readonly [number, number] = [37, 21]): Float32Array {
  const signed = (k: number) => (k < SPECTRUM_SIDE / 2 ? k : k - SPECTRUM_SIDE);
  const power = Float32Array.from({ length: SPECTRUM_SIDE ** 2 }, (_, at) => {
    const [x, y] = [signed(at % SPECTRUM_SIDE), signed(Math.floor(at / SPECTRUM_SIDE))];
    return 1e6 / (1 + x * x + y * y);
  });
  const at = fy * SPECTRUM_SIDE + fx;
  power[at] = (power[at] ?? 0) * times;
  return power;
}

const readings = (times: number, count = 6, place?: readonly [number, number]) =>
  Array.from({ length: count }, (_, frameIndex) => ({
    frameIndex,
    live: [1],
    spectrum: spectrum(times, place),
  }));

describe('checkTexture', () => {
  it('refuses a face with the grid of a screen', () => {
    const result = checkTexture(readings(100));
    expect(result.reasons.map(({ code }) => code)).toEqual(['screen_pattern']);
    expect(result.measures.peak).toBeCloseTo(Math.log(100), 0);
    expect(result.score).toBeLessThan(0.2);
  });

  it('passes skin, coarse patterns and the blocks of JPEG', () => {
    expect(checkTexture(readings(1)).score).toBeGreaterThan(0.9);
    expect(checkTexture(readings(100, 6, [6, 5])).reasons).toEqual([]);
    for (const place of [
      [32, 0],
      [0, 16],
      [32, 16],
      [48, 33],
      [17, 111],
    ] as const)
      expect(checkTexture(readings(100, 6, place)).reasons).toEqual([]);
  });

  it.each([[[16, 14]], [[32, 30]], [[18, 110]]] as const)(
    'refuses dots whose size is nearly that of a block of JPEG or half of it, at %o',
    (place) => {
      expect(checkTexture(readings(100, 6, place)).reasons).toHaveLength(1);
    },
  );

  it('says nothing on few frames, where noise has peaks of its own', () => {
    expect(checkTexture(readings(100, 2)).score).toBeNull();
    expect(checkTexture([{ frameIndex: 0, live: [1] }]).score).toBeNull();
  });
});
