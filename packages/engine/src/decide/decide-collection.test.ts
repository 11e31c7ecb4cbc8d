import { describe, expect, it } from 'vitest';
import { EngineError } from '../model/engine-error.ts';
import type { MediaIdentity } from './compare-faces.ts';
import { type Candidate, decideCollection } from './decide-collection.ts';

const identity: MediaIdentity = { kind: 'face', mediaId: 'selfie', embedding: Float32Array.of(1) };
const candidate = (personId: string, likeness: number, personImageId = `${personId}-1`): Candidate => ({
  personId,
  personImageId,
  collectionId: 'c',
  alias: 'blacklist',
  likeness,
});

describe('decideCollection', () => {
  it('declines a face that a collection holds, and names the person once, best first', () => {
    const candidates = [candidate('eva', 0.5), candidate('adam', 0.6), candidate('adam', 0.7, 'adam-2')];
    const outcome = decideCollection([{ identity, candidates }], {});
    expect(outcome).toMatchObject({ resolution: 'DECLINED', resultsData: { threshold: 0.85 } });
    expect(outcome.resultsMedia[0]).toMatchObject({
      resolution: 'DECLINED',
      match: { personId: 'adam', collectionId: 'c', alias: 'blacklist' },
      resultsData: {
        matches: [{ person_id: 'adam', person_image_id: 'adam-2', cosine: 0.7 }, { person_id: 'eva' }],
        reasons: [{ code: 'person_in_collection' }],
      },
    });
  });

  it('passes a stranger, and does what the request asks of threshold and count', () => {
    const candidates = [candidate('adam', 0.44), candidate('eva', 0.4)];
    const stranger = decideCollection([{ identity, candidates }], {});
    expect(stranger).toMatchObject({ resolution: 'SUCCESS', resultsMedia: [{ resolution: 'SUCCESS' }] });
    expect(stranger.resultsMedia[0]).not.toHaveProperty('match');
    const loose = decideCollection([{ identity, candidates }], { threshold: 0.7, count: 1 });
    expect(loose.resultsMedia[0]?.resultsData.matches).toHaveLength(1);
    expect(loose.resolution).toBe('DECLINED');
  });

  it('declines a media without a face and fails on one it cannot read, and without any', () => {
    const faceless: MediaIdentity = { kind: 'no_face', mediaId: 'id' };
    expect(decideCollection([{ identity: faceless, candidates: [] }], {})).toMatchObject({
      resolution: 'DECLINED',
      resultsMedia: [{ resultsData: { reasons: [{ code: 'face_not_found' }] } }],
    });
    const error = new EngineError('invalid_structure', 'Media id is not a readable zip.');
    const broken: MediaIdentity = { kind: 'unreadable', mediaId: 'id', error };
    expect(decideCollection([{ identity: broken, candidates: [] }], {})).toMatchObject({
      resolution: 'FAILED',
      errorMessage: 'Media id is not a readable zip.',
    });
    expect(decideCollection([], {})).toMatchObject({ resolution: 'FAILED' });
  });
});
