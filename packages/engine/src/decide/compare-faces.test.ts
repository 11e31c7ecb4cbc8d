import { describe, expect, it } from 'vitest';
import { EngineError } from '../model/engine-error.ts';
import { compareFaces, type MediaIdentity, matchConfidence } from './compare-faces.ts';

/** Faces in a plane: the cosine of two is that of the angle between them. */
const face = (mediaId: string, degrees: number): MediaIdentity => {
  const angle = (degrees * Math.PI) / 180;
  return { kind: 'face', mediaId, embedding: Float32Array.of(Math.cos(angle), Math.sin(angle)) };
};

describe('compareFaces', () => {
  it('takes two pictures of one person for that', () => {
    const outcome = compareFaces([face('selfie', 0), face('id', 50)]);
    expect(outcome.resolution).toBe('SUCCESS');
    expect(outcome.resultsData).toMatchObject({ min_confidence: expect.closeTo(0.933, 2), threshold: 0.85 });
    expect(outcome.resultsMedia.map(({ resolution }) => resolution)).toEqual(['SUCCESS', 'SUCCESS']);
  });

  it('lets the least similar pair decide', () => {
    const outcome = compareFaces([face('selfie', 0), face('id', 20), face('other', 90)]);
    expect(outcome.resolution).toBe('DECLINED');
    expect(outcome.resultsData).toMatchObject({
      min_confidence: 0,
      max_confidence: 1,
      pairs: [
        { media_ids: ['selfie', 'id'] },
        { media_ids: ['selfie', 'other'] },
        { media_ids: ['id', 'other'] },
      ],
    });
    expect(outcome.resultsMedia[2]?.resultsData).toMatchObject({ reasons: [{ code: 'another_person' }] });
  });

  it('declines a media without a face and fails on one it cannot read', () => {
    const faceless: MediaIdentity = { kind: 'no_face', mediaId: 'id' };
    expect(compareFaces([face('selfie', 0), faceless])).toMatchObject({
      resolution: 'DECLINED',
      resultsData: { min_confidence: 0, max_confidence: 0 },
    });
    const error = new EngineError('invalid_structure', 'Media id is not a readable zip.');
    expect(compareFaces([face('selfie', 0), { kind: 'unreadable', mediaId: 'id', error }])).toMatchObject({
      resolution: 'FAILED',
      errorMessage: 'Media id is not a readable zip.',
    });
    expect(compareFaces([face('selfie', 0)])).toMatchObject({ resolution: 'FAILED' });
  });
});

describe('matchConfidence', () => {
  it('stands at the threshold at its cosine and never leaves 0 to 1', () => {
    expect(matchConfidence(0.45)).toBeCloseTo(0.85);
    expect(matchConfidence(0.354)).toBeLessThan(0.7);
    expect([matchConfidence(-0.3), matchConfidence(0.9), matchConfidence(1)]).toEqual([0, 1, 1]);
  });
});
