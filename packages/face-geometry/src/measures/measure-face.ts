import type { BoundingBox } from '@presence/protocol';
import type { FaceMeasures } from '../model/face-measures.ts';
import { landmarkAt } from '../model/landmark-at.ts';
import { LANDMARKS } from '../model/landmarks.data.ts';
import {
  distance2d,
  distance3d,
  type FaceMesh,
  type FrameSize,
  midpoint,
  SURFACE_POINTS,
} from '../model/point.ts';
import { mean } from '../model/statistics.ts';
import { headRotation, inHeadAxes, poseOfRotation } from './head-pose.ts';
import type { Rotation } from './rigid-fit.ts';

/**
 * Reads pose, eyes, mouth and place off one face mesh.
 *
 * @throws FaceGeometryError `mesh_incomplete` for fewer than 468 points.
 */
export function measureFace(mesh: FaceMesh, frame: FrameSize): FaceMeasures {
  const rotation = headRotation(mesh);
  const box = boxOf(mesh);
  const { eyes } = LANDMARKS;
  return {
    pose: poseOfRotation(rotation),
    interOcularPx: distance2d(landmarkAt(mesh, eyes.right.outer), landmarkAt(mesh, eyes.left.outer)),
    box,
    eyes: { left: eyeAspectRatio(mesh, eyes.left), right: eyeAspectRatio(mesh, eyes.right) },
    mouth: mouthOf(mesh, rotation),
    yawProxy: yawProxyOf(mesh),
    centre: {
      x: (box.left + box.right) / 2 / frame.width,
      y: (box.top + box.bottom) / 2 / frame.height,
    },
    faceWidthRatio: (box.right - box.left) / frame.width,
    faceHeightRatio: (box.bottom - box.top) / frame.height,
  };
}

type Eye = (typeof LANDMARKS.eyes)[keyof typeof LANDMARKS.eyes];

/**
 * Soukupova and Cech 2016, "Real-time eye blink detection using facial landmarks". The lids are measured in the image,
 * where they are sharp; the corners in space, so that a turned head does not shorten the eye.
 */
function eyeAspectRatio(mesh: FaceMesh, eye: Eye): number {
  const lids = mean(
    eye.lidPairs.map(([upper, lower]) => distance2d(landmarkAt(mesh, upper), landmarkAt(mesh, lower))),
  );
  return lids / distance3d(landmarkAt(mesh, eye.outer), landmarkAt(mesh, eye.inner));
}

function mouthOf(mesh: FaceMesh, rotation: Rotation): FaceMeasures['mouth'] {
  const { eyes, mouth } = LANDMARKS;
  const scale = distance3d(landmarkAt(mesh, eyes.right.outer), landmarkAt(mesh, eyes.left.outer));
  const right = landmarkAt(mesh, mouth.right);
  const left = landmarkAt(mesh, mouth.left);
  const upper = landmarkAt(mesh, mouth.upperInner);
  const lower = landmarkAt(mesh, mouth.lowerInner);
  const [, lift] = inHeadAxes(rotation, midpoint(upper, lower), midpoint(right, left));
  return {
    width: distance3d(right, left) / scale,
    opening: distance3d(upper, lower) / scale,
    cornerLift: lift / scale,
  };
}

function yawProxyOf(mesh: FaceMesh): number {
  const { cheeks, nose } = LANDMARKS;
  const tip = landmarkAt(mesh, nose.tip);
  const right = distance2d(tip, landmarkAt(mesh, cheeks.right));
  const left = distance2d(tip, landmarkAt(mesh, cheeks.left));
  return (right - left) / (right + left);
}

function boxOf(mesh: FaceMesh): BoundingBox {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let index = 0; index < SURFACE_POINTS; index += 1) {
    const point = landmarkAt(mesh, index);
    box.left = Math.min(box.left, point.x);
    box.right = Math.max(box.right, point.x);
    box.top = Math.min(box.top, point.y);
    box.bottom = Math.max(box.bottom, point.y);
  }
  return box;
}
