import type { FaceMesh } from '@presence/face-geometry';
import { describe, expect, it } from 'vitest';
import { SELF_TEST_FACE } from './self-test.data.ts';
import { isPlausible, judgeSelfTest } from './self-test.ts';

const FRAME = { width: 320, height: 320 };

/** A mesh that fills a box: enough for the box, which is all that is judged. */
function meshIn(left: number, top: number, width: number, height: number): FaceMesh {
  return Array.from({ length: 478 }, (_, index) => ({
    x: left + ((index % 22) / 21) * width,
    y: top + (Math.floor(index / 22) / 20) * height,
    z: Math.sin(index) * 10,
  }));
}

const EXPECTED = meshIn(
  SELF_TEST_FACE.left,
  SELF_TEST_FACE.top,
  SELF_TEST_FACE.right - SELF_TEST_FACE.left,
  SELF_TEST_FACE.bottom - SELF_TEST_FACE.top,
);

describe('judgeSelfTest', () => {
  it('trusts a detector that finds the bundled face', () => {
    expect(judgeSelfTest([EXPECTED], FRAME)).toBeUndefined();
  });

  it.each([
    ['nothing', [], 'no face'],
    ['two faces', [EXPECTED, EXPECTED], '2 faces'],
    ['a face elsewhere', [meshIn(0, 0, 60, 60)], 'wrong place'],
    ['numbers that are none', [meshIn(Number.NaN, 0, 60, 60)], 'wrong place'],
  ])('does not trust one that finds %s', (_, meshes, reason) => {
    expect(judgeSelfTest(meshes, FRAME)).toContain(reason);
  });
});

describe('isPlausible', () => {
  it('believes a face that is in the picture', () => {
    expect(isPlausible(EXPECTED, FRAME)).toBe(true);
    expect(isPlausible(meshIn(-20, 0, 200, 300), FRAME)).toBe(true);
  });

  it.each([
    ['no face', undefined],
    ['a dot', meshIn(100, 100, 3, 3)],
    ['a face beside the picture', meshIn(400, 100, 90, 100)],
    ['a face far larger than the picture', meshIn(-900, -900, 2000, 2000)],
    ['numbers that are none', meshIn(Number.NaN, 0, 60, 60)],
  ])('does not believe %s', (_, mesh) => {
    expect(isPlausible(mesh, FRAME)).toBe(false);
  });
});
