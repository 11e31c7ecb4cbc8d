import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../model/check-result.ts';
import { decideMedia } from './decide-media.ts';

const result = (part: Partial<CheckResult>): CheckResult => ({
  check: 'spoof',
  score: 1,
  reasons: [],
  measures: {},
  ...part,
});
/** What is left of the innocence of a browser that shows every sign of injection. */
const INJECTION_SIGNS_LEFT = 0.6 * 0.6 * 0.8 * 0.85 * 0.85 * 0.8;
const reason = { score: 0, threshold: 1, message: 'why' } as const;

describe('decideMedia', () => {
  it('passes when nothing speaks against it', () => {
    const verdict = decideMedia([result({ score: 0.9 }), result({ check: 'depth', score: null })]);
    expect(verdict).toMatchObject({ resolution: 'SUCCESS', scores: { spoof: 0.9, depth: null } });
    expect(verdict.confidenceSpoofing).toBeCloseTo(0.1);
  });

  it('takes the strongest suspicion of an attack and refuses from one half on', () => {
    const verdict = decideMedia([result({ score: 0.9 }), result({ check: 'continuity', score: 0.5 })]);
    expect(verdict).toMatchObject({ resolution: 'DECLINED', confidenceSpoofing: 0.5 });
    expect(decideMedia([result({ score: 0.51 })]).resolution).toBe('SUCCESS');
  });

  it('lets what the browser said tip the scales, and never decide alone', () => {
    const every = INJECTION_SIGNS_LEFT;
    const injection = result({ check: 'injection', score: every });
    expect(decideMedia([result({ score: 1 }), injection]).resolution).toBe('SUCCESS');
    // A slight doubt is left alone, whatever the browser says; one near its limit is not.
    expect(decideMedia([result({ score: 0.7 }), injection]).resolution).toBe('SUCCESS');
    expect(decideMedia([result({ score: 0.6 })]).resolution).toBe('SUCCESS');
    expect(decideMedia([result({ score: 0.6 }), injection])).toMatchObject({
      resolution: 'DECLINED',
      confidenceSpoofing: expect.closeTo(1 - 0.6 * (1 - 0.25 * (1 - every)), 2),
      reasons: [{ code: 'suspicions_together' }],
    });
  });

  it('refuses for a missing gesture without calling it an attack', () => {
    const gesture = result({
      check: 'gesture',
      score: 0.1,
      reasons: [{ check: 'gesture', code: 'gesture_not_performed', ...reason }],
    });
    expect(decideMedia([result({ score: 1 }), gesture])).toMatchObject({
      resolution: 'DECLINED',
      confidenceSpoofing: 0,
    });
  });

  it('is certain where no face was shown', () => {
    const quality = result({
      check: 'quality',
      score: 0,
      reasons: [{ check: 'quality', code: 'face_not_found', ...reason }],
    });
    expect(decideMedia([quality])).toMatchObject({ resolution: 'DECLINED', confidenceSpoofing: 1 });
  });
});
