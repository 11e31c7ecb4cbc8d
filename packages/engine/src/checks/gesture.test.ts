import { describe, expect, it } from 'vitest';
import { face, frames } from './fixtures/evidence.ts';
import { checkGesture } from './gesture.ts';

/** Neutral for a second, then turned by `yaw` degrees to the own left for a second, then back. */
const turn = (yaw: number) =>
  frames(30, (index) => [
    index >= 10 && index < 20 ? face({ pose: { yaw, pitch: 0, roll: 0 }, yawProxy: yaw / 60 }) : face(),
  ]);

describe('checkGesture', () => {
  it('passes the asked turn', () => {
    const result = checkGesture('video_selfie_left', turn(28));
    expect(result.reasons).toEqual([]);
    expect(result.score).toBeGreaterThanOrEqual(0.5);
  });

  it('refuses the other turn and names what was seen', () => {
    const result = checkGesture('video_selfie_right', turn(28));
    expect(result.reasons.map(({ code }) => code)).toEqual(['gesture_not_performed']);
    expect(result.reasons[0]?.message).toContain('video_selfie_left');
    expect(result.score).toBeLessThan(0.5);
  });

  it.each(['video_selfie_left', 'video_selfie_high', 'video_selfie_smile', 'video_selfie_eyes'] as const)(
    'refuses a still face that was to show %s',
    (action) => {
      expect(checkGesture(action, frames(30)).reasons[0]?.message).toContain('no gesture');
    },
  );

  it('says what to do when the clip begins turned away', () => {
    const aside = frames(30, (index) => [
      face({
        pose: { yaw: index < 10 || index > 20 ? 24 : 4, pitch: 0, roll: 0 },
        yawProxy: index < 10 || index > 20 ? 0.5 : 0.1,
      }),
    ]);
    const [reason] = checkGesture('video_selfie_left', aside).reasons;
    expect(reason).toMatchObject({
      code: 'gesture_not_performed',
      message: expect.stringContaining('look at the camera first'),
    });
  });

  it('passes a held face for blank, and refuses one that was there for an instant', () => {
    expect(checkGesture('video_selfie_blank', frames(15)).reasons).toEqual([]);
    expect(checkGesture('video_selfie_blank', frames(3)).reasons).toHaveLength(1);
  });

  it('asks nothing of a single best shot, nor where no action was asked', () => {
    expect(checkGesture('video_selfie_best', frames(1)).score).toBeNull();
    expect(checkGesture(undefined, frames(10)).score).toBeNull();
  });
});
