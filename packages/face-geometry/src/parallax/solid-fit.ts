import { landmarkAt } from '../model/landmark-at.ts';
import { LANDMARKS } from '../model/landmarks.data.ts';
import { distance2d, type FaceMesh, SURFACE_POINTS } from '../model/point.ts';
import { solveLinear } from './solve-linear.ts';

/** Rotation vector (3), scale, shift (2), perspective. */
type Pose = readonly number[];
type Triple = readonly [number, number, number];

const UNKNOWNS = 7;
const PERSPECTIVE = 6;
/** Depth is seen from no nearer than two distances of the eyes. */
const MOST_PERSPECTIVE = 0.5;
const START: Pose = [0.01, 0.01, 0.01, 1, 0, 0, 0.05];
const ITERATIONS = 25;
const STEP = 1e-5;
/** An improvement of the sum of squares below this is none. */
const ENOUGH = 1e-9;

/**
 * How badly a rigid solid explains two views of a face: RMS distance of the 468 surface points of `b` from where the solid with
 * the shape of `a` comes to lie when it is turned, shifted and seen in perspective from some distance, over the distance of
 * the outer eye corners in `b`. The counterpart of `homographyResidual`, with one unknown less. Method: Levenberg-Marquardt
 * on the pose (Hartley and Zisserman, Multiple View Geometry, A6.2; 7.2 for the camera).
 */
export function solidResidual(a: FaceMesh, b: FaceMesh): number {
  const [from, to] = [normalised(a), normalised(b)];
  if (from === undefined || to === undefined) return 0;
  let pose = START;
  let least = errorOf(pose, from, to);
  let damping = 1e-3;
  for (let turn = 0; turn < ITERATIONS; turn += 1) {
    const step = stepFrom(pose, from, to, damping);
    if (step === undefined) break;
    const next = pose.map((value, index) => bounded(value + (step[index] ?? 0), index));
    const error = errorOf(next, from, to);
    const gain = least - error;
    if (gain <= 0) {
      damping *= 5;
      continue;
    }
    [pose, least] = [next, error];
    damping /= 3;
    if (gain < ENOUGH) break;
  }
  return Math.sqrt(least / from.length);
}

/** Surface points about their middle, in distances of the eyes; undefined for a mesh that is one point. */
function normalised(mesh: FaceMesh): readonly Triple[] | undefined {
  const { right, left } = LANDMARKS.eyes;
  const scale = distance2d(landmarkAt(mesh, right.outer), landmarkAt(mesh, left.outer));
  if (scale === 0) return undefined;
  const points = mesh.slice(0, SURFACE_POINTS);
  const mean = (axis: 'x' | 'y' | 'z') => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x, y, z] = [mean('x'), mean('y'), mean('z')];
  return points.map((point) => [(point.x - x) / scale, (point.y - y) / scale, (point.z - z) / scale]);
}

/** Coordinates of all points one after the other: x, y of the first, x, y of the second. */
function project(pose: Pose, points: readonly Triple[]): Float64Array {
  const [, , , scale = 1, shiftX = 0, shiftY = 0, perspective = 0] = pose;
  const [rowX, rowY, rowZ] = rotationOf(pose);
  const seen = new Float64Array(2 * points.length);
  for (const [index, point] of points.entries()) {
    const nearness = scale / (1 + perspective * dot(rowZ, point));
    seen[2 * index] = nearness * dot(rowX, point) + shiftX;
    seen[2 * index + 1] = nearness * dot(rowY, point) + shiftY;
  }
  return seen;
}

/** Rows of the rotation about the vector's axis by its length in radians (Rodrigues). */
function rotationOf([a = 0, b = 0, c = 0]: Pose): readonly [Triple, Triple, Triple] {
  const angle = Math.max(1e-12, Math.hypot(a, b, c));
  const [x, y, z] = [a / angle, b / angle, c / angle];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const rest = 1 - cos;
  return [
    [cos + x * x * rest, x * y * rest - z * sin, x * z * rest + y * sin],
    [y * x * rest + z * sin, cos + y * y * rest, y * z * rest - x * sin],
    [z * x * rest - y * sin, z * y * rest + x * sin, cos + z * z * rest],
  ];
}

function errorOf(pose: Pose, from: readonly Triple[], to: readonly Triple[]): number {
  return differences(project(pose, from), to).reduce((sum, value) => sum + value * value, 0);
}

function differences(seen: Float64Array, to: readonly Triple[]): Float64Array {
  return seen.map((value, at) => (to[at >> 1]?.[at & 1] ?? 0) - value);
}

/** The next step of the fit; undefined when the points do not determine one. */
function stepFrom(
  pose: Pose,
  from: readonly Triple[],
  to: readonly Triple[],
  damping: number,
): readonly number[] | undefined {
  const seen = project(pose, from);
  const missing = differences(seen, to);
  const slopes = Array.from({ length: UNKNOWNS }, (_, unknown) => {
    const nudged = project(
      pose.map((value, index) => (index === unknown ? value + STEP : value)),
      from,
    );
    return nudged.map((value, at) => (value - (seen[at] ?? 0)) / STEP);
  });
  const system = slopes.map((slope, row) => {
    const products = slopes.map((other) => sumOfProducts(slope, other));
    products[row] = (products[row] ?? 0) * (1 + damping);
    return Float64Array.from([...products, sumOfProducts(slope, missing)]);
  });
  return solveLinear(system);
}

function bounded(value: number, index: number): number {
  return index === PERSPECTIVE ? Math.min(MOST_PERSPECTIVE, Math.max(-MOST_PERSPECTIVE, value)) : value;
}

function sumOfProducts(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
