import { describe, expect, it } from 'vitest';
import { spread } from './spread.ts';

describe('spread', () => {
  const ten = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

  it('keeps the first and the last', () => {
    expect(spread(ten, 4)).toEqual([0, 3, 6, 9]);
    expect(spread(ten, 2)).toEqual([0, 9]);
  });

  it('takes all when there are no more, one or none when asked', () => {
    expect(spread(ten, 12)).toEqual(ten);
    expect(spread(ten, 1)).toEqual([0]);
    expect(spread(ten, 0)).toEqual([]);
    expect(spread([], 3)).toEqual([]);
  });
});
