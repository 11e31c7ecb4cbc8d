import { expect, it } from 'vitest';
import { meshLevels } from './mesh-levels.ts';

it('puts each edge on the level of its depth, the nearest last', () => {
  // Three points going away from the camera, and the edges between them.
  const points = new Float32Array([0, 0, -10, 0, 0, 0, 0, 0, 10]);
  const edges = [0, 1, 1, 2, 0, 2, 0, 0, 2, 2];
  expect(meshLevels(points, edges, 4)).toEqual([[8], [2], [4], [0, 6]]);
});

it('keeps every edge of a flat face', () => {
  const levels = meshLevels(new Float32Array(9), [0, 1, 1, 2], 3);
  expect(levels.flat().sort()).toEqual([0, 2]);
});
