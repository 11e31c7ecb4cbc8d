import { describe, expect, it } from 'vitest';
import type { CheckResult } from '../model/check-result.ts';
import type { FusionModel } from '../model/fusion-model.ts';
import { decideMedia } from './decide-media.ts';
import { FUSION_MODEL } from './fusion-model.data.ts';

const result = (part: Partial<CheckResult>): CheckResult => ({
  check: 'spoof',
  score: 1,
  reasons: [],
  measures: {},
  ...part,
});
/** What is left of the innocence of a browser that shows every sign of injection. */
const INJECTION_SIGNS_LEFT = 0.6 * 0.6 * 0.6 * 0.8 * 0.8 * 0.85 * 0.85 * 0.8;
const reason = { score: 0, threshold: 1, message: 'why' } as const;
const MODEL: FusionModel = {
  intercept: -2,
  weights: { spoof: 2, texture: 4, depth: 0, continuity: 2 },
  calibration: { slope: 1.5, offset: 0 },
};
const oddsOf = (probability: number) => Math.log(probability / (1 - probability));

describe('decideMedia', () => {
  it('passes when nothing speaks against it', () => {
    const verdict = decideMedia([result({ score: 0.9 }), result({ check: 'depth', score: null })]);
    expect(verdict).toMatchObject({
      resolution: 'SUCCESS',
      scores: { spoof: 0.9, depth: null },
      reasons: [],
    });
    expect(verdict.confidenceSpoofing).toBeLessThan(0.1);
  });

  it('adds up the odds of all checks and names them, strongest first', () => {
    const verdict = decideMedia(
      [
        result({ score: 0.6 }),
        result({ check: 'texture', score: 0.7 }),
        result({ check: 'depth', score: 0 }),
        result({ check: 'quality', score: 0 }),
      ],
      MODEL,
    );
    expect(verdict.evidence).toEqual([
      { check: 'texture', suspicion: 0.3, log_odds: 1.8 },
      { check: 'spoof', suspicion: 0.4, log_odds: 1.2 },
    ]);
    expect(oddsOf(verdict.confidenceSpoofing)).toBeCloseTo(-3 + 1.8 + 1.2, 1);
    expect(verdict).toMatchObject({ resolution: 'DECLINED', reasons: [{ code: 'suspicions_together' }] });
  });

  it('refuses for doubts none of which refuses alone', () => {
    const doubts = [result({ score: 0.55 }), result({ check: 'continuity', score: 0.55 })];
    expect(decideMedia(doubts.slice(0, 1), MODEL).resolution).toBe('SUCCESS');
    const all = [...doubts, result({ check: 'texture', score: 0.95 })];
    expect(decideMedia(all, MODEL)).toMatchObject({
      resolution: 'DECLINED',
      reasons: [
        { check: 'spoof', code: 'suspicions_together', message: expect.stringContaining('continuity') },
      ],
    });
  });

  it('never outvotes a check that refuses', () => {
    const refusing = result({
      score: 0.3,
      reasons: [{ check: 'spoof', code: 'presentation_attack', ...reason }],
    });
    const clean = (['texture', 'depth', 'continuity', 'replay'] as const).map((check) => result({ check }));
    const verdict = decideMedia([refusing, ...clean]);
    expect(verdict).toMatchObject({ resolution: 'DECLINED', reasons: [{ code: 'presentation_attack' }] });
    expect(verdict.confidenceSpoofing).toBeGreaterThanOrEqual(0.7);
  });

  it('lets what the browser said tip the scales, and never decide alone', () => {
    const injection = result({ check: 'injection', score: INJECTION_SIGNS_LEFT });
    expect(decideMedia([result({ score: 1 }), injection]).confidenceSpoofing).toBeLessThan(0.2);
    // A slight doubt is left alone, whatever the browser says; one near its limit is not.
    const doubt = (score: number) => result({ check: 'texture', score });
    expect(decideMedia([doubt(0.85), injection]).resolution).toBe('SUCCESS');
    expect(decideMedia([doubt(0.62)]).resolution).toBe('SUCCESS');
    expect(decideMedia([doubt(0.62), injection]).reasons).toMatchObject([{ code: 'suspicions_together' }]);
  });

  it('is as sure of a file seen before as it was before there were weights', () => {
    const replay = result({
      check: 'replay',
      score: 0,
      reasons: [{ check: 'replay', code: 'media_seen_before', ...reason }],
    });
    expect(decideMedia([result({}), replay]).confidenceSpoofing).toBe(1);
  });

  it('refuses for a missing gesture without calling it an attack', () => {
    const gesture = result({
      check: 'gesture',
      score: 0.1,
      reasons: [{ check: 'gesture', code: 'gesture_not_performed', ...reason }],
    });
    expect(decideMedia([result({ score: 1 }), gesture])).toMatchObject({
      resolution: 'DECLINED',
      confidenceSpoofing: decideMedia([result({ score: 1 })]).confidenceSpoofing,
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

  it('comes with weights that never make more suspicion less suspect', () => {
    expect(
      Math.min(...Object.values(FUSION_MODEL.weights), FUSION_MODEL.calibration.slope),
    ).toBeGreaterThanOrEqual(0);
    const spotless = decideMedia([result({})]).confidenceSpoofing;
    expect(spotless).toBeLessThan(0.1);
  });
});
