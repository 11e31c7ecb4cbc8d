import { describe, expect, it } from 'vitest';
import { preferredWaitSeconds } from './prefer-wait.ts';

describe('preferredWaitSeconds', () => {
  it.each([
    [undefined, 0],
    ['', 0],
    ['respond-async', 0],
    ['wait=5', 5],
    ['respond-async, wait=7', 7],
    ['Wait = "3"', 3],
    ['wait=4; foo=1', 4],
    ['wait=100000', 20],
    ['wait=-1', 0],
    ['wait=1e9', 0],
    ['waits=5', 0],
    ['wait', 0],
  ])('reads %j as %d s', (header, seconds) => {
    expect(preferredWaitSeconds(header)).toBe(seconds);
  });
});
