import { describe, expect, it } from 'vitest';
import { SPOOF_CHECK } from './check-limits.data.ts';
import { checkSpoof, spoofFrames } from './spoof.ts';

const readings = (...live: number[]) =>
  live.map((value, frameIndex) => ({ frameIndex, live: [value, value, value] }));

describe('checkSpoof', () => {
  it('passes a clip that looks alive in every view', () => {
    const result = checkSpoof(readings(0.99, 0.95, 1));
    expect(result.reasons).toEqual([]);
    expect(result.score).toBeGreaterThan(0.9);
  });

  it('refuses a clip that looks alive only close up', () => {
    const result = checkSpoof([{ frameIndex: 0, live: [1, 0.1, 0] }]);
    expect(result.reasons.map(({ code }) => code)).toEqual(['presentation_attack']);
    expect(result.score).toBeLessThan(0.5);
  });

  it('stands at one half exactly at its threshold', () => {
    expect(checkSpoof(readings(SPOOF_CHECK.live.threshold)).score).toBe(0.5);
    expect(checkSpoof(readings(SPOOF_CHECK.live.threshold)).reasons).toEqual([]);
    expect(checkSpoof(readings(SPOOF_CHECK.live.threshold - 0.01)).reasons).toHaveLength(1);
  });

  it("gives the operator's models a say of their own", () => {
    const pads = [{ name: 'lab_net', threshold: 0.7 }];
    const seen = (value: number) => [{ frameIndex: 0, live: [1], pads: [value] }];
    expect(checkSpoof(seen(0.9), pads)).toMatchObject({
      reasons: [],
      measures: { live_mean: 1, lab_net: 0.9 },
    });
    const refused = checkSpoof(seen(0.6), pads);
    expect(refused.reasons).toMatchObject([{ code: 'presentation_attack', score: 0.6, threshold: 0.7 }]);
    expect(refused.score).toBeLessThan(0.5);
  });

  it('only listens to a model without a threshold', () => {
    const readings = [{ frameIndex: 0, live: [1], pads: [0.01] }];
    expect(checkSpoof(readings, [{ name: 'trial', threshold: 0 }])).toMatchObject({
      score: 1,
      reasons: [],
      measures: { trial: 0.01 },
    });
  });

  it('gives its opinion of each frame', () => {
    const seen = [{ frameIndex: 3, live: [0.9, 0.6] }, { frameIndex: 5, live: [] }, ...readings(0.12345)];
    expect(spoofFrames(seen)).toEqual([
      { frame: 3, live: 0.75 },
      { frame: 0, live: 0.123 },
    ]);
  });

  it('says nothing without a reading', () => {
    expect(checkSpoof([]).score).toBeNull();
  });
});
