import { describe, expect, it } from 'vitest';
import { alikeShare } from './alike-frames.ts';
import { checkReplay } from './replay.ts';

describe('checkReplay', () => {
  it('refuses a file that was uploaded before', () => {
    expect(checkReplay(true)).toMatchObject({ score: 0, reasons: [{ code: 'media_seen_before' }] });
    expect(checkReplay(false)).toMatchObject({ score: 1, reasons: [], measures: {} });
  });

  it('refuses frames that were uploaded before, and leaves a few chance likenesses alone', () => {
    const again = checkReplay(false, 0.9);
    expect(again.reasons).toMatchObject([{ code: 'frames_seen_before', score: 0.9, threshold: 0.45 }]);
    expect(again.score).toBeLessThan(0.5);
    expect(checkReplay(false, 0.25)).toMatchObject({
      score: 1,
      reasons: [],
      measures: { alike_share: 0.25 },
    });
    expect(checkReplay(true, 1).reasons).toHaveLength(1);
  });
});

describe('alikeShare', () => {
  const hash = (first: number) => first.toString(16).padStart(64, '0');
  const three = 0b111;
  const seven = 0b1111111;

  it('counts frames that differ in a few bits, in whatever order', () => {
    const past = [[hash(seven << 8), hash(three << 16)]];
    expect(alikeShare([hash(three << 16), hash(seven << 8)], past)).toBe(1);
    // Seven bits off are one too many, six are not.
    expect(alikeShare([hash(0)], [[hash(seven)]])).toBe(0);
    expect(alikeShare([hash(0)], [[hash(seven >> 1)]])).toBe(1);
  });

  it('takes the one past media that holds most, and not all of them together', () => {
    const own = [hash(seven), hash(seven << 8), hash(seven << 16), hash(seven << 23)];
    expect(alikeShare(own, [own.slice(0, 1), own.slice(1, 3)])).toBe(0.5);
    expect(alikeShare(own, [])).toBe(0);
    expect(alikeShare([], [own])).toBe(0);
  });
});
