import { describe, expect, it } from 'vitest';
import { sketchOf } from './sketch.ts';

describe('sketchOf', () => {
  it('has the mean green of what lies under each of its pixels', () => {
    const data = new Uint8Array(192 * 96 * 3);
    for (let y = 0; y < 96; y += 1)
      for (let x = 0; x < 192; x += 1) data.set([255, x < 96 ? 10 : 2 * y, 255], (y * 192 + x) * 3);
    const { width, height, grey } = sketchOf({ data, width: 192, height: 96, channels: 3 });
    expect([width, height]).toEqual([96, 48]);
    expect([grey[0], grey[47], grey[48], grey[96 * 10 + 60]]).toEqual([10, 10, 0, 40]);
  });
});
