import type { FaceMesh } from '@presence/face-geometry';
import type { BoundingBox } from '@presence/protocol';
import { overlapOf } from './overlap-of.ts';

/** From this overlap on (intersection over union) two meshes show the same face: the models agree to 0.9, neighbours to 0. */
const SAME_FACE_OVERLAP = 0.3;

/** Those of the faces that are not the followed person's own. */
export function strangersIn(faces: readonly FaceMesh[], own: FaceMesh): readonly FaceMesh[] {
  const ownBox = boxOf(own);
  return faces.filter((face) => overlapOf(boxOf(face), ownBox) < SAME_FACE_OVERLAP);
}

function boxOf(mesh: FaceMesh): BoundingBox {
  const xs = mesh.map((point) => point.x);
  const ys = mesh.map((point) => point.y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}
