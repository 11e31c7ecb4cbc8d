import type { PixelImage } from '@presence/face-geometry';
import { describe, expect, it } from 'vitest';
import { lightGains } from './face-light.ts';
import { BLUE_LIGHT } from './spoof-views.data.ts';

const BOX = { left: 10, top: 10, right: 50, bottom: 60 };

/** One colour all over. */
function plain(colour: readonly [number, number, number]): PixelImage {
  const data = new Uint8Array(64 * 64 * 3);
  for (let at = 0; at < data.length; at += 3) data.set(colour, at);
  return { data, width: 64, height: 64, channels: 3 };
}

describe('lightGains', () => {
  it('leaves skin in daylight and in lamplight as it is', () => {
    for (const colour of [
      [186, 140, 120],
      [90, 62, 48],
      [200, 140, 70],
      [130, 110, 110],
    ] as const)
      expect(lightGains(plain(colour), BOX)).toEqual([1, 1, 1]);
  });

  it('takes away the cast of a blue light and keeps the brightness', () => {
    const seen = [130, 130, 140] as const;
    const gains = lightGains(plain(seen), BOX);
    const [red = 0, green = 0, blue = 0] = seen.map((value, index) => value * (gains[index] ?? 0));
    expect(red / blue).toBeCloseTo(BLUE_LIGHT.skin[0] / BLUE_LIGHT.skin[2]);
    const brightness = (r: number, g: number, b: number) => 0.299 * r + 0.587 * g + 0.114 * b;
    expect(brightness(red, green, blue) / brightness(...seen)).toBeCloseTo(1, 1);
  });

  it('says nothing about a face outside the picture or in the dark', () => {
    expect(lightGains(plain([10, 20, 90]), { left: 100, top: 0, right: 120, bottom: 20 })).toEqual([1, 1, 1]);
    expect(lightGains(plain([0, 0, 0]), BOX)).toEqual([1, 1, 1]);
  });
});
