import { describe, expect, it } from 'vitest';
import { frameQuality, lightingOf } from './frame-quality.ts';
import { greyFacePatch } from './grey-patch.ts';

type Shade = (x: number, y: number) => number;
function patchOf(shade: Shade, size = 64) {
  const data = Uint8Array.from({ length: size * size }, (_, index) =>
    shade(index % size, Math.floor(index / size)),
  );
  return { data, width: size, height: size };
}
const stripes = (period: number) => patchOf((x) => 120 + 60 * Math.sin((2 * Math.PI * x) / period));

describe('frameQuality', () => {
  it('finds fine detail sharper than coarse, and a flat patch not sharp at all', () => {
    expect(frameQuality(stripes(4)).sharpness).toBeGreaterThan(10 * frameQuality(stripes(16)).sharpness);
    expect(frameQuality(patchOf(() => 128))).toEqual({
      luminance: 128,
      overexposed: 0,
      underexposed: 0,
      sharpness: 0,
    });
  });

  it('counts clipped pixels', () => {
    const half = frameQuality(patchOf((x) => (x < 32 ? 255 : 0)));
    expect(half).toMatchObject({ overexposed: 0.5, underexposed: 0.5 });
  });
});

describe('lightingOf', () => {
  it.each<[string, Shade, string]>([
    ['an even face', () => 128, 'ok'],
    ['a dark face', () => 30, 'too_dark'],
    ['a face half in black', (x) => (x < 40 ? 10 : 200), 'too_dark'],
    ['a white face', () => 240, 'too_bright'],
    ['a face with a third burnt out', (x) => (x < 22 ? 255 : 120), 'too_bright'],
  ])('%s', (_, shade, expected) => {
    expect(lightingOf(frameQuality(patchOf(shade)))).toBe(expected);
  });
});

describe('greyFacePatch', () => {
  const image = (channels: 3 | 4) => ({
    width: 300,
    height: 200,
    channels,
    data: Uint8Array.from({ length: 300 * 200 * channels }, (_, index) =>
      index % channels === 1 ? 200 : 100,
    ),
  });

  it.each([3, 4] as const)('averages %i-channel pixels to grey, 128 wide at most', (channels) => {
    const patch = greyFacePatch(image(channels), { left: 10, top: 10, right: 266, bottom: 138 });
    expect(patch).toMatchObject({ width: 128, height: 64 });
    expect(patch?.data.every((value) => value === Math.round(100 + 0.587 * 100))).toBe(true);
  });

  it('cuts the box at the edge and refuses one outside', () => {
    expect(greyFacePatch(image(3), { left: 260, top: -50, right: 400, bottom: 60 })).toMatchObject({
      width: 40,
      height: 60,
    });
    expect(greyFacePatch(image(3), { left: 400, top: 0, right: 500, bottom: 100 })).toBeUndefined();
  });
});
