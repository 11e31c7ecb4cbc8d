import type { BoundingBox } from '@presence/protocol';
import { FaceGeometryError } from '../model/face-geometry-error.ts';
import { landmarkAt } from '../model/landmark-at.ts';
import { LANDMARKS } from '../model/landmarks.data.ts';
import { type FaceMesh, type FrameSize, MESH_POINTS, type Point3 } from '../model/point.ts';
import { FACE_CROP } from './blaze-face.data.ts';
import type { Detection, Roi } from './detection.ts';

/** The whole frame, centred in a square of its longer side: the detector's input. */
export function roiOfFrame(frame: FrameSize): Roi {
  return {
    centreX: frame.width / 2,
    centreY: frame.height / 2,
    size: Math.max(frame.width, frame.height),
    rotation: 0,
  };
}

/** The upright crop of the landmark model around a detected face. */
export function roiOfDetection({ box, keypoints }: Detection): Roi {
  const [right, left] = keypoints;
  const rotation =
    right === undefined || left === undefined ? 0 : Math.atan2(left.y - right.y, left.x - right.x);
  return roiOfBox(box, rotation);
}

/** The crop for the next frame around the mesh of this one, which spares the detector while a face is tracked. */
export function roiOfMesh(mesh: FaceMesh): Roi {
  const right = landmarkAt(mesh, LANDMARKS.eyes.right.outer);
  const left = landmarkAt(mesh, LANDMARKS.eyes.left.outer);
  const rotation = Math.atan2(left.y - right.y, left.x - right.x);
  // The box is taken in the face's own upright axes: a tilted head must not enlarge its crop.
  const cos = Math.cos(rotation);
  const sin = Math.sin(rotation);
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const point of mesh) {
    const u = point.x * cos + point.y * sin;
    const v = point.y * cos - point.x * sin;
    box.left = Math.min(box.left, u);
    box.right = Math.max(box.right, u);
    box.top = Math.min(box.top, v);
    box.bottom = Math.max(box.bottom, v);
  }
  const upright = roiOfBox(box, rotation);
  return {
    ...upright,
    centreX: upright.centreX * cos - upright.centreY * sin,
    centreY: upright.centreX * sin + upright.centreY * cos,
  };
}

/**
 * Brings the landmark model's points back into the frame.
 *
 * @param points 478 x 3 numbers in pixels of the 192 x 192 crop.
 * @throws FaceGeometryError `model_output_malformed` when there are not 1434 of them.
 */
export function projectLandmarks(points: Float32Array, roi: Roi): FaceMesh {
  if (points.length !== FACE_CROP.values) {
    throw new FaceGeometryError(
      'model_output_malformed',
      `The landmark model gave ${points.length} numbers instead of ${FACE_CROP.values}; use the 478-point model.`,
    );
  }
  const cos = Math.cos(roi.rotation);
  const sin = Math.sin(roi.rotation);
  const scale = roi.size / FACE_CROP.inputSize;
  return Array.from({ length: MESH_POINTS }, (_, index): Point3 => {
    const u = (points[3 * index] ?? 0) * scale - roi.size / 2;
    const v = (points[3 * index + 1] ?? 0) * scale - roi.size / 2;
    return {
      x: roi.centreX + u * cos - v * sin,
      y: roi.centreY + u * sin + v * cos,
      z: (points[3 * index + 2] ?? 0) * scale,
    };
  });
}

function roiOfBox(box: BoundingBox, rotation: number): Roi {
  return {
    centreX: (box.left + box.right) / 2,
    centreY: (box.top + box.bottom) / 2,
    size: FACE_CROP.scale * Math.max(box.right - box.left, box.bottom - box.top),
    rotation,
  };
}
