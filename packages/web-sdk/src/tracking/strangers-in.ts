import type { ObservedFace } from '../model/face-observation.ts';
import { overlapOf } from './overlap-of.ts';

/** From this overlap on (intersection over union) two boxes show the same face: the models agree to 0.9, neighbours to 0. */
const SAME_FACE_OVERLAP = 0.3;

/** Those of the faces that are not the followed person's own. */
export function strangersIn(faces: readonly ObservedFace[], own: ObservedFace): readonly ObservedFace[] {
  return faces.filter((face) => overlapOf(face.measures.box, own.measures.box) < SAME_FACE_OVERLAP);
}
