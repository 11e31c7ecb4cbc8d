import { describe, expect, it } from 'vitest';
import { type FacePose, syntheticFace } from '../fixtures/synthetic-face.ts';
import { measureFace } from '../measures/measure-face.ts';
import { bestShotScore } from './best-shot-score.ts';

const good = { luminance: 130, overexposed: 0, underexposed: 0.05, sharpness: 200 };
const score = (pose: FacePose, quality = good) =>
  bestShotScore(
    { timeMs: 0, measures: measureFace(syntheticFace(pose), { width: 640, height: 480 }) },
    quality,
  );

describe('bestShotScore', () => {
  it('is high for a calm frontal face', () => {
    expect(score({})).toBeGreaterThan(0.75);
  });

  it.each<FacePose>([
    { yaw: 12 },
    { pitch: -15 },
    { roll: 15 },
    { blink: 1 },
    { blinkLeft: 1 },
    { open: 0.6 },
    { scale: 7 },
  ])('is lower for %o', (pose) => {
    expect(score(pose)).toBeLessThan(0.8 * score({}));
  });

  it.each([
    { ...good, sharpness: 20 },
    { ...good, luminance: 60 },
    { ...good, luminance: 215 },
    { ...good, overexposed: 0.3 },
  ])('is lower for the picture %o', (quality) => {
    expect(score({}, quality)).toBeLessThan(0.8 * score({}));
  });
});
