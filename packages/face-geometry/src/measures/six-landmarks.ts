import type { SixLandmarks } from '@presence/protocol';
import { landmarkAt } from '../model/landmark-at.ts';
import { LANDMARKS } from '../model/landmarks.data.ts';
import { type FaceMesh, midpoint, type Point3 } from '../model/point.ts';

/**
 * The six landmarks of `on_capture_complete`, in pixels. The mesh has no ears: the side of the face in front of each
 * ear stands for it.
 */
export function sixLandmarks(mesh: FaceMesh): SixLandmarks {
  const { eyes, nose, mouth, cheeks } = LANDMARKS;
  return {
    left_eye: pair(midpoint(landmarkAt(mesh, eyes.left.outer), landmarkAt(mesh, eyes.left.inner))),
    right_eye: pair(midpoint(landmarkAt(mesh, eyes.right.outer), landmarkAt(mesh, eyes.right.inner))),
    nose_base: pair(landmarkAt(mesh, nose.base)),
    mouth_bottom: pair(landmarkAt(mesh, mouth.bottom)),
    left_ear: pair(landmarkAt(mesh, cheeks.left)),
    right_ear: pair(landmarkAt(mesh, cheeks.right)),
  };
}

function pair(point: Point3): [number, number] {
  return [point.x, point.y];
}
