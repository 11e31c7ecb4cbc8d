import { describe, expect, it } from 'vitest';
import type { MediaOutcome, Resolution } from '../model/analysis.ts';
import { decideAnalysis } from './decide-analysis.ts';

const media = (resolution: Resolution, confidence: number): MediaOutcome => ({
  mediaId: resolution,
  resolution,
  resultsData: { confidence_spoofing: confidence },
});

describe('decideAnalysis', () => {
  it('is as good as its worst media', () => {
    expect(decideAnalysis([media('SUCCESS', 0.1), media('SUCCESS', 0.2)], [])).toMatchObject({
      resolution: 'SUCCESS',
      resultsData: { confidence_spoofing: 0.2 },
    });
    expect(decideAnalysis([media('SUCCESS', 0.1), media('DECLINED', 0.7)], [])).toMatchObject({
      resolution: 'DECLINED',
      resultsData: { confidence_spoofing: 0.7 },
    });
  });

  it('fails with the message when a media could not be read', () => {
    expect(
      decideAnalysis([media('DECLINED', 0.7), media('FAILED', 0)], ['Media x is broken.']),
    ).toMatchObject({
      resolution: 'FAILED',
      resultsData: null,
      errorMessage: 'Media x is broken.',
    });
  });

  it('fails when there is nothing to look at', () => {
    expect(decideAnalysis([], [])).toMatchObject({
      resolution: 'FAILED',
      errorMessage: 'The analysis has no media to look at.',
    });
  });
});
