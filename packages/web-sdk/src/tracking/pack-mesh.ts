import type { FaceMesh } from '@presence/face-geometry';

/** x, y, z of every point one after the other: small, and moved between threads without a copy. */
export function packMesh(mesh: FaceMesh): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(mesh.length * 3);
  for (const [index, { x, y, z }] of mesh.entries()) packed.set([x, y, z], index * 3);
  return packed;
}
