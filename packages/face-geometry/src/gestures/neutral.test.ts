import { describe, expect, it } from 'vitest';
import { syntheticClip } from '../fixtures/synthetic-clip.ts';
import { eyeOpenness, isNeutral, neutralOf } from './neutral.ts';

const resting = syntheticClip(() => ({ yaw: 6, pitch: -4 }), { seconds: 1 });

describe('neutralOf', () => {
  it('is the median of a quiet face', () => {
    const neutral = neutralOf(resting);
    expect(neutral?.pose.yaw).toBeCloseTo(6, 0);
    expect(neutral?.pose.pitch).toBeCloseTo(-4, 0);
  });

  it('leaves out the frames in which the head has begun to turn', () => {
    const clip = syntheticClip((t) => ({ yaw: t > 0.6 ? (t - 0.6) * 30 : 0 }), { seconds: 1 });
    expect(Math.abs(neutralOf(clip)?.pose.yaw ?? 90)).toBeLessThan(1);
  });

  it('takes the eyes as open although one frame in four is a blink', () => {
    const clip = syntheticClip((t) => ({ blink: Math.round(t * 10) % 4 === 0 ? 1 : 0 }), {
      fps: 10,
      seconds: 0.8,
    });
    const open = neutralOf(resting);
    expect(neutralOf(clip)?.eyes.left).toBeCloseTo(open?.eyes.left ?? 0, 1);
  });

  it('is unknown for a face turned away and for too few samples', () => {
    expect(neutralOf(syntheticClip(() => ({ yaw: 35 }), { seconds: 1 }))).toBeUndefined();
    expect(neutralOf(resting.slice(0, 2))).toBeUndefined();
    expect(neutralOf([])).toBeUndefined();
  });
});

describe('isNeutral', () => {
  const neutral = neutralOf(resting);
  if (neutral === undefined) throw new Error('A still face has a neutral.');
  const looks = (pose: object) =>
    syntheticClip(() => ({ yaw: 6, pitch: -4, ...pose }), { seconds: 0.1 }).every(({ measures }) =>
      isNeutral(measures, neutral),
    );

  it('holds at rest and for small movement', () => {
    expect(looks({})).toBe(true);
    expect(looks({ yaw: 10 })).toBe(true);
  });

  it.each([{ yaw: 20 }, { pitch: 8 }, { blink: 1 }, { smile: 0.8 }, { open: 1 }])('fails for %o', (pose) => {
    expect(looks(pose)).toBe(false);
  });
});

describe('eyeOpenness', () => {
  it('lets one eye speak for both when the other rests shut', () => {
    const patched = syntheticClip(() => ({ blinkLeft: 1 }), { seconds: 0.5 });
    const neutral = neutralOf(patched);
    const [shut] = syntheticClip(() => ({ blinkLeft: 1, blinkRight: 1 }), { seconds: 0.1 });
    if (neutral === undefined || shut === undefined) throw new Error('A still face has a neutral.');
    expect(eyeOpenness(shut.measures, neutral).mean).toBeLessThan(0.4);
    expect(patched.every(({ measures }) => eyeOpenness(measures, neutral).mean > 0.8)).toBe(true);
  });
});
