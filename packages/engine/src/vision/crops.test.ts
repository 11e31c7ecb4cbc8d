import type { PixelImage } from '@presence/face-geometry';
import { describe, expect, it } from 'vitest';
import { areaCrop } from './area-crop.ts';
import { alignedRoi } from './identity-model.ts';
import { softmax, viewOf, viewsOf } from './spoof-model.ts';

/** Red rises with x, green with y. */
function gradient(width: number, height: number): PixelImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) data.set([x, y, 7], (y * width + x) * 3);
  }
  return { data, width, height, channels: 3 };
}

describe('areaCrop', () => {
  it('averages the pixels under each output pixel', () => {
    const out = areaCrop(gradient(100, 100), { left: 10, top: 20, size: 40 }, 10);
    expect([...out.subarray(0, 3)]).toEqual([11.5, 21.5, 7]);
    expect([...out.subarray(out.length - 3)]).toEqual([47.5, 57.5, 7]);
  });

  it('repeats pixels when the square is smaller than the output, and stays inside the image', () => {
    const out = areaCrop(gradient(20, 20), { left: 12, top: 12, size: 7.9 }, 16);
    expect(Math.max(...out)).toBeLessThanOrEqual(19);
    expect(out.every(Number.isFinite)).toBe(true);
  });
});

describe('viewOf', () => {
  const image = gradient(640, 480);

  it('is the face times the scale, around the face', () => {
    const view = viewOf(image, { left: 280, top: 190, right: 360, bottom: 290 }, 2.7);
    expect(view.size).toBeCloseTo(0.71 * Math.hypot(80, 100) * 2.7);
    expect(view.left + view.size / 2).toBeCloseTo(320);
  });

  it('shrinks and shifts into the frame', () => {
    const view = viewOf(image, { left: 0, top: 0, right: 300, bottom: 380 }, 4);
    expect(view).toEqual({ left: 0, top: 0, size: 479 });
  });
});

describe('viewsOf', () => {
  const image = gradient(640, 480);

  it('are the wide ones as long as the frame leaves two of them', () => {
    const sizes = viewsOf(image, { left: 280, top: 190, right: 360, bottom: 290 }).map(({ size }) => size);
    expect(sizes).toHaveLength(3);
    expect(new Set(sizes).size).toBe(3);
  });

  it('are a narrow and the cut one when the face fills the frame', () => {
    const [narrow, cut, ...rest] = viewsOf(image, { left: 180, top: 100, right: 380, bottom: 360 });
    expect(narrow?.size).toBeLessThan(cut?.size ?? 0);
    expect(cut?.size).toBe(479);
    expect(rest).toEqual([]);
  });
});

describe('alignedRoi', () => {
  const template = [
    { x: 38.2946, y: 51.6963 },
    { x: 73.5318, y: 51.5014 },
    { x: 56.0252, y: 71.7366 },
    { x: 41.5493, y: 92.3655 },
    { x: 70.7299, y: 92.2041 },
  ];

  it('is the whole input for points that lie on the template', () => {
    const roi = alignedRoi(template);
    expect(roi.centreX).toBeCloseTo(56);
    expect(roi.centreY).toBeCloseTo(56);
    expect(roi.size).toBeCloseTo(112);
    expect(roi.rotation).toBeCloseTo(0);
  });

  it('follows scale, turn and shift', () => {
    const turn = 0.3;
    const points = template.map(({ x, y }) => ({
      x: 200 + 2 * (x * Math.cos(turn) - y * Math.sin(turn)),
      y: 100 + 2 * (x * Math.sin(turn) + y * Math.cos(turn)),
    }));
    const roi = alignedRoi(points);
    expect(roi.size).toBeCloseTo(224);
    expect(roi.rotation).toBeCloseTo(turn);
    expect(roi.centreX).toBeCloseTo(200 + 2 * (56 * Math.cos(turn) - 56 * Math.sin(turn)));
  });
});

describe('softmax', () => {
  it('adds up to one and survives large logits', () => {
    const shares = softmax(Float32Array.from([1000, 999, 0]));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
    expect(shares[0]).toBeCloseTo(0.731, 2);
  });
});
