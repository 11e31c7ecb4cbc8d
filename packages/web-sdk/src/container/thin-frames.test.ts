import { describe, expect, it } from 'vitest';
import { thinnedIndices } from './thin-frames.ts';

const TIMES = Array.from({ length: 151 }, (_, index) => index * 66);

describe('thinnedIndices', () => {
  it('keeps lead-in and the newer half whole and thins what lies between', () => {
    const kept = thinnedIndices(TIMES, 0);
    expect(kept.slice(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(kept).not.toContain(11);
    expect(kept.slice(-70)).toEqual(TIMES.map((_, index) => index).slice(-70));
    expect(kept.length).toBeLessThan(120);
  });

  it('keeps the best frame wherever it is', () => {
    expect(thinnedIndices(TIMES, 11)).toContain(11);
  });

  it('leaves a clip alone that is lead-in only', () => {
    expect(thinnedIndices([0, 100, 200], 1)).toEqual([0, 1, 2]);
  });
});
