import { describe, expect, it } from 'vitest';
import type { ClipEvidence } from '../model/clip-evidence.ts';
import { checkContinuity } from './continuity.ts';
import { face, frame, frames, glimpse, identity, shifted } from './fixtures/evidence.ts';

const clip = (part: Partial<ClipEvidence> = {}): ClipEvidence => ({
  frames: frames(20),
  totalFrames: 20,
  longestGapMs: 100,
  spoof: [],
  identity: [identity(0, 1), identity(19, 1)],
  ...part,
});
const codes = (...args: Parameters<typeof checkContinuity>) =>
  checkContinuity(...args).reasons.map(({ code }) => code);

/** Frames that look as bright as this, one after the other. */
const shades = (greys: readonly number[]) =>
  clip({ frames: greys.map((grey, index) => frame(index, [face()], { glimpse: glimpse(grey) })) });

describe('checkContinuity', () => {
  it('refuses a loop, and passes a head that sways to and fro', () => {
    const loop = Array.from({ length: 24 }, (_, index) => 100 + 2 * (index % 8) + 0.05 * Math.sin(index));
    expect(codes(shades(loop), [])).toEqual(['frames_looped']);
    const sway = Array.from({ length: 24 }, (_, index) => 100 + 8 * Math.sin(index * 0.37) + 3 * index);
    expect(codes(shades(sway), [])).toEqual([]);
  });

  it('refuses a picture that never changes', () => {
    const still = Array.from({ length: 12 }, (_, index) => 100 + 0.03 * Math.sin(index * index));
    expect(codes(shades(still), [])).toEqual(['frames_frozen']);
  });

  it('passes one face that stays', () => {
    const result = checkContinuity(clip(), [[identity(0, 1)]]);
    expect(result.reasons).toEqual([]);
    expect(result.score).toBeGreaterThan(0.9);
  });

  it('refuses a second person of some size, not one in the background nor the same face found twice', () => {
    const beside = shifted(1.2);
    const far = {
      ...beside,
      measures: { ...beside.measures, box: { left: 0, top: 0, right: 40, bottom: 50 } },
    };
    expect(codes(clip({ frames: frames(20, () => [face(), beside]) }), [])).toEqual(['face_multiple']);
    expect(codes(clip({ frames: frames(20, () => [face(), far]) }), [])).toEqual([]);
    expect(codes(clip({ frames: frames(20, () => [face(), shifted(0.1)]) }), [])).toEqual([]);
    expect(
      codes(clip({ frames: frames(20, (index) => (index === 3 ? [face(), beside] : [face()])) }), []),
    ).toEqual([]);
    expect(codes(clip({ frames: [frame(0, [face(), beside])], identity: [] }), [])).toEqual([
      'face_multiple',
    ]);
  });

  it('refuses a face that jumps, and lets one hurry', () => {
    expect(codes(clip({ frames: frames(20, (index) => [shifted(index < 10 ? 0 : 1.5)]) }), [])).toEqual([
      'face_jumped',
    ]);
    expect(codes(clip({ frames: frames(20, (index) => [shifted(0.2 * index)]) }), [])).toEqual([]);
  });

  it('refuses a face whose size jumps', () => {
    const near = face({ box: { left: 120, top: 20, right: 520, bottom: 460 } });
    expect(codes(clip({ frames: frames(20, (index) => [index < 10 ? face() : near]) }), [])).toEqual([
      'face_jumped',
    ]);
  });

  it('refuses another person within the clip, and in another clip', () => {
    expect(codes(clip({ identity: [identity(0, 1), identity(19, 2)] }), [])).toEqual(['person_changed']);
    expect(codes(clip(), [[identity(0, 1)], [identity(0, 2)]])).toEqual(['person_changed']);
  });

  it('takes the likest pair to another clip, whose poses differ', () => {
    expect(codes(clip(), [[identity(0, 1), identity(4, 2)]])).toEqual([]);
  });

  it('refuses a clip that stopped for seconds, and lets a slow browser stumble', () => {
    expect(codes(clip({ longestGapMs: 4_100 }), [])).toEqual(['frames_missing']);
    const stumbled = checkContinuity(clip({ longestGapMs: 1_900 }), []);
    expect([stumbled.reasons, stumbled.score]).toEqual([[], 1]);
    expect(stumbled.measures.longest_gap_seconds).toBe(1.9);
    const single = clip({ frames: frames(1), totalFrames: 1, longestGapMs: 0 });
    expect(checkContinuity(single, []).measures).not.toHaveProperty('longest_gap_seconds');
  });

  it('refuses a still repeated byte for byte', () => {
    const same = frames(20).map(({ frame: { index } }) => frame(index, [face()], { sha256: 'one' }));
    expect(codes(clip({ frames: same }), [])).toEqual(['frames_repeated']);
  });
});
