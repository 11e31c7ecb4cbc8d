/** Numbers of one point in the packed mesh: x, y, z. */
export const POINT_NUMBERS = 3;

/**
 * Sorts the mesh's edges by how near they are to the camera, so that each level can be drawn in one stroke.
 *
 * @param points x, y, z of every point; a smaller z is nearer.
 * @param edges pairs of point indices, one after the other.
 * @param count number of levels.
 * @returns for each level the indices into `edges` of its pairs' first members; level 0 is the farthest.
 */
export function meshLevels(
  points: Float32Array,
  edges: readonly number[],
  count: number,
): readonly (readonly number[])[] {
  let near = Number.POSITIVE_INFINITY;
  let far = Number.NEGATIVE_INFINITY;
  for (let at = 2; at < points.length; at += POINT_NUMBERS) {
    near = Math.min(near, points[at] ?? near);
    far = Math.max(far, points[at] ?? far);
  }
  const span = far - near || 1;
  const levels: number[][] = Array.from({ length: count }, () => []);
  for (let edge = 0; edge + 1 < edges.length; edge += 2) {
    const depth = (depthOf(points, edges[edge]) + depthOf(points, edges[edge + 1])) / 2;
    const level = Math.floor(((far - depth) / span) * count);
    levels[Math.min(count - 1, Math.max(0, level))]?.push(edge);
  }
  return levels;
}

function depthOf(points: Float32Array, index = 0): number {
  return points[index * POINT_NUMBERS + 2] ?? 0;
}
