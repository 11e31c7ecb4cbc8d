import type { HeadPose } from '@presence/protocol';
import { landmarkAt } from '../model/landmark-at.ts';
import type { FaceMesh, Point3 } from '../model/point.ts';
import { CANONICAL_FACE } from './canonical-face.data.ts';
import { fitRotation, type Rotation } from './rigid-fit.ts';

const DEGREES = 180 / Math.PI;

/** Rotation from the canonical face (x right in the picture, y up, z towards the camera) to the face in the frame. */
export function headRotation(mesh: FaceMesh): Rotation {
  return fitRotation(
    CANONICAL_FACE.map((basis) => ({
      from: basis.point,
      to: towardsCamera(landmarkAt(mesh, basis.index)),
      weight: basis.weight,
    })),
  );
}

/**
 * Angles of the rotation R = Rz(roll) Ry(yaw) Rx(pitch), in degrees with protocol's signs: in canonical axes a head
 * turned to its own left has turned about +y, a lifted one about -x, one tilted clockwise in the picture about -z.
 */
export function poseOfRotation(rotation: Rotation): HeadPose {
  const [[m00], [m10], [m20, m21, m22]] = rotation;
  return {
    yaw: Math.atan2(-m20, Math.hypot(m21, m22)) * DEGREES,
    pitch: -Math.atan2(m21, m22) * DEGREES,
    roll: -Math.atan2(m10, m00) * DEGREES,
  };
}

/** The vector from `a` to `b` seen in the head's own axes (canonical axes), pixels. */
export function inHeadAxes(rotation: Rotation, a: Point3, b: Point3): readonly [number, number, number] {
  const [ax, ay, az] = towardsCamera(a);
  const [bx, by, bz] = towardsCamera(b);
  const d = [bx - ax, by - ay, bz - az] as const;
  const column = (k: 0 | 1 | 2) => rotation[0][k] * d[0] + rotation[1][k] * d[1] + rotation[2][k] * d[2];
  return [column(0), column(1), column(2)];
}

function towardsCamera(point: Point3): readonly [number, number, number] {
  return [point.x, -point.y, -point.z];
}
