import { FaceGeometryError } from './face-geometry-error.ts';
import type { FaceMesh, Point3 } from './point.ts';

/**
 * The landmark of that number.
 *
 * @throws FaceGeometryError `mesh_incomplete` when the mesh is shorter.
 */
export function landmarkAt(mesh: FaceMesh, index: number): Point3 {
  const point = mesh[index];
  if (point === undefined) {
    throw new FaceGeometryError(
      'mesh_incomplete',
      `The face mesh has ${mesh.length} points and point ${index} was asked for; pass all 478 landmarks.`,
    );
  }
  return point;
}
