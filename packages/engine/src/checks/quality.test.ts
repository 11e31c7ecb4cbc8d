import { describe, expect, it } from 'vitest';
import { face, frame, frames } from './fixtures/evidence.ts';
import { checkQuality } from './quality.ts';

const codes = (result: ReturnType<typeof checkQuality>) => result.reasons.map(({ code }) => code);

describe('checkQuality', () => {
  it('finds nothing wrong with a lit, sharp, frontal face', () => {
    const result = checkQuality(frames(10));
    expect(codes(result)).toEqual([]);
    expect(result.score).toBeGreaterThan(0.9);
  });

  it('says that no face was found, and nothing else', () => {
    expect(codes(checkQuality(frames(10, () => [])))).toEqual(['face_not_found']);
    expect(codes(checkQuality([]))).toEqual(['face_not_found']);
  });

  it('says that the face was lost when it is gone from four frames in ten', () => {
    expect(codes(checkQuality(frames(10, (index) => (index < 4 ? [] : [face()]))))).toEqual(['face_lost']);
    expect(codes(checkQuality(frames(10, (index) => (index < 2 ? [] : [face()]))))).toEqual([]);
  });

  it.each([
    ['face_too_small', () => frames(9, () => [face({ interOcularPx: 20 })])],
    [
      'face_too_dark',
      () => frames(9).map(({ frame: { index } }) => frame(index, [face()], { luminance: 20 })),
    ],
    [
      'face_too_bright',
      () => frames(9).map(({ frame: { index } }) => frame(index, [face()], { luminance: 245 })),
    ],
    ['face_blurred', () => frames(9).map(({ frame: { index } }) => frame(index, [face()], { sharpness: 1 }))],
    ['face_turned_away', () => frames(9, () => [face({ pose: { yaw: 40, pitch: 0, roll: 0 } })])],
    ['face_occluded', () => frames(9, () => [{ ...face(), presence: 0.51 }])],
  ])('names %s and the measured figure', (code, clip) => {
    const result = checkQuality(clip());
    expect(codes(result)).toEqual([code]);
    expect(result.score).toBeLessThan(0.5);
    expect(result.reasons[0]?.message).toContain('limit');
  });

  it('is not decided by one bad frame', () => {
    const clip = frames(9).map((good) =>
      good.frame.index === 4 ? frame(4, [face()], { luminance: 5 }) : good,
    );
    expect(codes(checkQuality(clip))).toEqual([]);
  });
});
