import { describe, expect, it } from 'vitest';
import { analysisRecord, isFinal, planAnalyses } from './analysis-plan.ts';

const video = { id: 'v', kind: 'video' } as const;
const document = { id: 'd', kind: 'document' } as const;
const all = {
  analyses: { quality: true, biometry: true, documents: true },
  collection_ids: ['c1'],
};
const types = (...media: Parameters<typeof planAnalyses>[1]) =>
  planAnalyses(all, media, true).map(({ type }) => type);

describe('planAnalyses', () => {
  it('asks only for what the media allow', () => {
    expect(types(video)).toEqual(['quality', 'collection']);
    expect(types(video, document)).toEqual(['quality', 'biometry', 'documents', 'collection']);
    expect(types(document)).toEqual(['documents', 'collection']);
    expect(types()).toEqual([]);
  });

  it('names the videos and asks for the best shot', () => {
    expect(planAnalyses({ ...all, collection_ids: [] }, [video, document], false)[0]).toEqual({
      type: 'quality',
      source_media: ['v'],
      params: { extract_best_shot: false },
    });
  });

  it('asks for nothing that is switched off', () => {
    const off = { analyses: { quality: false, biometry: false, documents: false }, collection_ids: [] };
    expect(planAnalyses(off, [video, document], true)).toEqual([]);
  });
});

describe('analysisRecord', () => {
  const read = (fields: object) => analysisRecord({ analysis_id: 'a', type: 'QUALITY', ...fields });

  it('shows lower case, and no resolution while there is none', () => {
    expect(read({ state: 'PROCESSING', resolution: 'PROCESSING' })).toMatchObject({
      name: 'quality',
      state: 'processing',
      resolution: '',
    });
    expect(read({ state: 'FINISHED', resolution: 'OPERATOR_REQUIRED' })).toMatchObject({
      state: 'finished',
      resolution: 'operator_required',
    });
  });

  it('reads old answers: analyse_id, resolution_status, no state', () => {
    const record = analysisRecord({ analyse_id: 'old', type: 'quality', resolution_status: 'DECLINED' });
    expect(record).toMatchObject({ id: 'old', state: 'finished', resolution: 'declined' });
    expect(isFinal(record)).toBe(true);
    expect(isFinal(read({ resolution_status: 'INITIAL' }))).toBe(false);
  });
});
