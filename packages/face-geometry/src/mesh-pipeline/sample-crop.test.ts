import { describe, expect, it } from 'vitest';
import type { PixelImage } from '../model/pixel-image.ts';
import { sampleCrop } from './sample-crop.ts';

/** Red grows by 2 a pixel to the right, green by 3 a pixel downwards, blue is constant. */
function gradient(channels: 3 | 4, width = 60, height = 50): PixelImage {
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) data.set([2 * x, 3 * y, 7], (y * width + x) * channels);
  }
  return { data, width, height, channels };
}
const plain = { scale: 1, offset: 0, border: 'zero' } as const;

describe('sampleCrop', () => {
  it.each([3, 4] as const)('copies an upright crop of its own size exactly (%i channels)', (channels) => {
    const roi = { centreX: 20, centreY: 15, size: 10, rotation: 0 };
    const crop = sampleCrop(gradient(channels), roi, 10, plain);
    // The crop covers pixels 15..24 and 10..19.
    expect([...crop.slice(0, 3)]).toEqual([30, 30, 7]);
    expect([...crop.slice(-3)]).toEqual([48, 57, 7]);
  });

  it('interpolates between pixels', () => {
    const roi = { centreX: 20, centreY: 15, size: 10, rotation: 0 };
    const crop = sampleCrop(gradient(3), roi, 20, plain);
    // First output pixel centre: 15.25 px from the left, pixel index 14.75.
    expect(crop[0]).toBeCloseTo(29.5, 4);
    expect(crop[1]).toBeCloseTo(29.25, 4);
  });

  it('turns clockwise with the rotation', () => {
    const roi = { centreX: 25, centreY: 25, size: 10, rotation: Math.PI / 2 };
    const crop = sampleCrop(gradient(3), roi, 10, plain);
    // To the right in the crop is down in the image; down in the crop is to the left.
    expect((crop[3 * 9 + 1] ?? 0) - (crop[1] ?? 0)).toBeCloseTo(27, 3);
    expect((crop[3 * 90] ?? 0) - (crop[0] ?? 0)).toBeCloseTo(-18, 3);
  });

  it('fills what lies outside with black or the nearest pixel', () => {
    const roi = { centreX: 0, centreY: 0, size: 10, rotation: 0 };
    const scaled = { scale: 1 / 127.5, offset: -1 };
    expect([...sampleCrop(gradient(3), roi, 10, { ...scaled, border: 'zero' }).slice(0, 3)]).toEqual([
      -1, -1, -1,
    ]);
    const nearest = sampleCrop(gradient(3), roi, 10, { ...scaled, border: 'replicate' });
    expect(nearest[2]).toBeCloseTo(7 / 127.5 - 1, 5);
  });

  it('writes into the array it is given', () => {
    const into = new Float32Array(10 * 10 * 3);
    const roi = { centreX: 20, centreY: 15, size: 10, rotation: 0 };
    expect(sampleCrop(gradient(3), roi, 10, { ...plain, into })).toBe(into);
  });

  it('refuses pixels that do not fill the image', () => {
    const image = { data: new Uint8Array(10), width: 60, height: 50, channels: 3 as const };
    expect(() => sampleCrop(image, { centreX: 0, centreY: 0, size: 1, rotation: 0 }, 1, plain)).toThrow(
      expect.objectContaining({ code: 'image_malformed' }),
    );
  });
});
