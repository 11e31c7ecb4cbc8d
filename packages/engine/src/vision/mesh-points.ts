import type { FaceMesh } from '@presence/face-geometry';

/** A mesh as the flat numbers that travel between threads: x, y, z of each point. */
export function flatPoints(mesh: FaceMesh): Float32Array {
  const points = new Float32Array(mesh.length * 3);
  for (const [index, { x, y, z }] of mesh.entries()) points.set([x, y, z], 3 * index);
  return points;
}
