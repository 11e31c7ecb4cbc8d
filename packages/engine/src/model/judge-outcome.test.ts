import { describe, expect, it } from 'vitest';
import type { AnalysisOutcome, Thresholds } from './analysis.ts';
import { judgeOutcome } from './judge-outcome.ts';

const together = { code: 'suspicions_together' };
const refused = { code: 'face_too_small' };

function quality(
  confidence: number,
  resolution: 'SUCCESS' | 'DECLINED',
  reasons: object[] = [],
): AnalysisOutcome {
  const resultsData = { confidence_spoofing: confidence, reasons };
  return { resolution, resultsData: {}, resultsMedia: [{ mediaId: 'm', resolution, resultsData }] };
}

function biometry(confidence: number): AnalysisOutcome {
  const resolution = confidence >= 0.85 ? ('SUCCESS' as const) : ('DECLINED' as const);
  const media = { mediaId: 'm', resolution, resultsData: { min_confidence: confidence } };
  return { resolution, resultsData: null, resultsMedia: [media] };
}

describe('thresholds of the client', () => {
  it.each([
    ['stricter, and met', { spoofing: 0.2 }, quality(0.3, 'SUCCESS'), 'DECLINED'],
    ['stricter, not met', { spoofing: 0.2 }, quality(0.1, 'SUCCESS'), 'SUCCESS'],
    ['looser, on the sum of suspicions', { spoofing: 0.8 }, quality(0.6, 'DECLINED', [together]), 'SUCCESS'],
    ['looser, on what a check refused', { spoofing: 0.8 }, quality(0.6, 'DECLINED', [refused]), 'DECLINED'],
    ['of another analysis', { min: 0.1 }, quality(0.1, 'SUCCESS'), 'SUCCESS'],
  ] as const)('QUALITY, %s', (_name, thresholds, outcome, resolution) => {
    const judged = judgeOutcome('QUALITY', outcome, thresholds);
    expect([judged.resolution, judged.resultsMedia[0]?.resolution]).toEqual([resolution, resolution]);
  });

  it.each<[Thresholds, number, string]>([
    [{ min: 0.5, max: 0.9 }, 0.4, 'DECLINED'],
    [{ min: 0.5, max: 0.9 }, 0.5, 'OPERATOR_REQUIRED'],
    [{ min: 0.5, max: 0.9 }, 0.89, 'OPERATOR_REQUIRED'],
    [{ min: 0.5, max: 0.9 }, 0.9, 'SUCCESS'],
    [{ min: 0.95 }, 0.9, 'DECLINED'],
    [{ max: 0.6 }, 0.7, 'SUCCESS'],
    [{ min: 0.9, max: 0.6 }, 0.7, 'SUCCESS'],
    [{ spoofing: 0.1 }, 0.9, 'SUCCESS'],
  ])('BIOMETRY %j at %s: %s', (thresholds, confidence, resolution) => {
    expect(judgeOutcome('BIOMETRY', biometry(confidence), thresholds).resolution).toBe(resolution);
  });

  it('change nothing where there are none, and nothing of a failure', () => {
    const outcome = quality(0.6, 'DECLINED', [together]);
    expect(judgeOutcome('QUALITY', outcome, undefined)).toBe(outcome);
    const failed: AnalysisOutcome = { resolution: 'FAILED', resultsData: null, resultsMedia: [] };
    expect(judgeOutcome('QUALITY', failed, { spoofing: 0.9 })).toBe(failed);
  });

  it('stand in the result', () => {
    const judged = judgeOutcome('BIOMETRY', biometry(0.6), { min: 0.5, max: 0.9 });
    expect(judged.resultsData).toEqual({ thresholds: { threshold_min: 0.5, threshold_max: 0.9 } });
  });
});
