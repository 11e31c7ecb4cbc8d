import { POINT_NUMBERS } from './mesh-levels.ts';

/**
 * Milliseconds a mesh is moved on after it was seen; with no newer one by then it stays where it is. Turning heads, 112 meshes 33 to
 * 50 ms apart, each foretold from two before (2026-11-22): 40 ms ahead it lies 0.7 to 1.0 pixel off, where one that waits lies 1.5 to
 * 2.3 off; 250 ms ahead 6.9 to 8.6 against 8.4 to 12.7, and later hardly better.
 */
const FORESIGHT_MS = 250;
/** Milliseconds between two meshes beyond which the face may have done anything. */
const GAP_MS = 400;
/** Share of the depth's spread added before the fit is solved: a flat mesh has no depth to learn a turn from. */
const RIDGE = 1e-3;

/** Where a face is between the pictures it was tracked in. */
export interface MeshMotion {
  /** @param points x, y, z of every point; null: no face. @param timeMs of its picture; rises. */
  see(points: Float32Array | null, timeMs: number): void;
  /** The mesh as it is expected in a picture of this time: the last one, moved on as it moved before. Null: no face. */
  at(timeMs: number): Float32Array | null;
}

/** How points move in a millisecond: `drift` at the middle, and what each pixel away from it adds. */
interface Motion {
  readonly middle: Vector;
  readonly drift: readonly [number, number];
  /** Pixels a millisecond for each pixel of x, y, z: of x, and of y. */
  readonly turn: readonly [Vector, Vector];
}

type Vector = readonly [number, number, number];

export function meshMotion(): MeshMotion {
  let last: Float32Array | null = null;
  let lastMs = 0;
  let motion: Motion | undefined;
  return {
    see: (points, timeMs) => {
      const sinceMs = timeMs - lastMs;
      motion =
        last !== null && points?.length === last.length && sinceMs > 0 && sinceMs <= GAP_MS
          ? motionOf(last, points, sinceMs)
          : undefined;
      last = points;
      lastMs = timeMs;
    },
    at: (timeMs) => {
      const aheadMs = Math.min(timeMs - lastMs, FORESIGHT_MS);
      if (last === null || motion === undefined || aheadMs <= 0) return last;
      return moved(last, motion, aheadMs);
    },
  };
}

/** Least squares over all points, so that the jitter of single ones does not show. */
function motionOf(before: Float32Array, after: Float32Array, ms: number): Motion {
  const count = before.length / POINT_NUMBERS;
  const from = middleOf(before);
  const middle = middleOf(after);
  // Of the points' places with each other (symmetric: xx, xy, xz, yy, yz, zz), and with how far each went.
  const spread = new Float64Array(6);
  const withX = new Float64Array(3);
  const withY = new Float64Array(3);
  for (let at = 0; at < before.length; at += POINT_NUMBERS) {
    const [x, y, z] = awayFrom(from, before, at);
    const wentX = (after[at] ?? 0) - middle[0] - x;
    const wentY = (after[at + 1] ?? 0) - middle[1] - y;
    [x * x, x * y, x * z, y * y, y * z, z * z].forEach((product, index) => {
      spread[index] = (spread[index] ?? 0) + product / count;
    });
    [x, y, z].forEach((place, index) => {
      withX[index] = (withX[index] ?? 0) + (place * wentX) / count;
      withY[index] = (withY[index] ?? 0) + (place * wentY) / count;
    });
  }
  const solve = solverOf(spread);
  const perMs = ([x, y, z]: Vector): Vector => [x / ms, y / ms, z / ms];
  return {
    middle,
    drift: [(middle[0] - from[0]) / ms, (middle[1] - from[1]) / ms],
    turn: [perMs(solve(withX)), perMs(solve(withY))],
  };
}

function moved(points: Float32Array, { middle, drift, turn }: Motion, ms: number): Float32Array {
  const [turnX, turnY] = turn;
  const result = points.slice();
  for (let at = 0; at < points.length; at += POINT_NUMBERS) {
    const away = awayFrom(middle, points, at);
    result[at] = (points[at] ?? 0) + (drift[0] + dot(turnX, away)) * ms;
    result[at + 1] = (points[at + 1] ?? 0) + (drift[1] + dot(turnY, away)) * ms;
  }
  return result;
}

function middleOf(points: Float32Array): Vector {
  const sum: [number, number, number] = [0, 0, 0];
  for (let at = 0; at < points.length; at += POINT_NUMBERS) {
    sum[0] += points[at] ?? 0;
    sum[1] += points[at + 1] ?? 0;
    sum[2] += points[at + 2] ?? 0;
  }
  const count = points.length / POINT_NUMBERS;
  return [sum[0] / count, sum[1] / count, sum[2] / count];
}

function awayFrom([x, y, z]: Vector, points: Float32Array, at: number): Vector {
  return [(points[at] ?? 0) - x, (points[at + 1] ?? 0) - y, (points[at + 2] ?? 0) - z];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Solves `spread * x = b` for symmetric 3 x 3 spreads, by their adjugate. */
function solverOf([xx = 0, xy = 0, xz = 0, yy = 0, yz = 0, zz = 0]: Float64Array): (
  b: Float64Array,
) => Vector {
  const ridge = (xx + yy + zz) * RIDGE || 1;
  const [a, d, f] = [xx + ridge, yy + ridge, zz + ridge];
  const [aa, ab, ac] = [d * f - yz * yz, xz * yz - xy * f, xy * yz - xz * d];
  const [bb, bc, cc] = [a * f - xz * xz, xy * xz - a * yz, a * d - xy * xy];
  const size = a * aa + xy * ab + xz * ac;
  return ([x = 0, y = 0, z = 0]) => [
    (aa * x + ab * y + ac * z) / size,
    (ab * x + bb * y + bc * z) / size,
    (ac * x + bc * y + cc * z) / size,
  ];
}
