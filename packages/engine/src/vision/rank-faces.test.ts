import { describe, expect, it } from 'vitest';
import { rankFaces } from './rank-faces.ts';

/** Faces in a plane of six dimensions: the cosine of two is that of the angle between them. */
const at = (degrees: number) => {
  const angle = (degrees * Math.PI) / 180;
  return [Math.cos(angle), 0, 0, 0, 0, Math.sin(angle)];
};
const faces = Float32Array.from([90, 30, 180, 10, 60].flatMap(at));
const probe = Float32Array.from(at(0));

describe('rankFaces', () => {
  it('gives the most alike, best first', () => {
    const ranked = rankFaces(probe, { faces, count: 5 }, 3);
    expect(ranked.map(({ index }) => index)).toEqual([3, 1, 4]);
    expect(ranked[1]?.likeness).toBeCloseTo(Math.cos(Math.PI / 6));
  });

  it('looks at no more faces than there are', () => {
    expect(rankFaces(probe, { faces, count: 2 }, 3).map(({ index }) => index)).toEqual([1, 0]);
    expect(rankFaces(probe, { faces, count: 0 }, 3)).toEqual([]);
  });
});
