import type { Point3 } from '../model/point.ts';
import { solveLinear } from './solve-linear.ts';

type Flat = Pick<Point3, 'x' | 'y'>;
export type PlaneMap = (point: Flat) => { readonly x: number; readonly y: number };

const UNKNOWNS = 8;

/**
 * The homography nearest to sending `from` to `to` (same length, at least 4 points), by normalised DLT with the last
 * entry fixed at 1. Source: Hartley and Zisserman, Multiple View Geometry, 4.1 and 4.4. `undefined` when the points
 * do not determine one.
 */
export function fitHomography(from: readonly Flat[], to: readonly Flat[]): PlaneMap | undefined {
  const a = normaliserOf(from);
  const b = normaliserOf(to);
  const system = Array.from({ length: UNKNOWNS }, () => new Float64Array(UNKNOWNS + 1));
  for (const [index, source] of from.entries()) {
    const target = to[index];
    if (target === undefined) continue;
    const x = (source.x - a.x) * a.scale;
    const y = (source.y - a.y) * a.scale;
    const u = (target.x - b.x) * b.scale;
    const v = (target.y - b.y) * b.scale;
    addEquation(system, [x, y, 1, 0, 0, 0, -u * x, -u * y], u);
    addEquation(system, [0, 0, 0, x, y, 1, -v * x, -v * y], v);
  }
  const h = solveLinear(system);
  if (h === undefined) return undefined;
  const [h0 = 0, h1 = 0, h2 = 0, h3 = 0, h4 = 0, h5 = 0, h6 = 0, h7 = 0] = h;
  return (point) => {
    const x = (point.x - a.x) * a.scale;
    const y = (point.y - a.y) * a.scale;
    const w = h6 * x + h7 * y + 1;
    return { x: (h0 * x + h1 * y + h2) / w / b.scale + b.x, y: (h3 * x + h4 * y + h5) / w / b.scale + b.y };
  };
}

function normaliserOf(points: readonly Flat[]): { x: number; y: number; scale: number } {
  const count = points.length;
  const x = points.reduce((sum, point) => sum + point.x, 0) / count;
  const y = points.reduce((sum, point) => sum + point.y, 0) / count;
  const spread = points.reduce((sum, point) => sum + Math.hypot(point.x - x, point.y - y), 0) / count;
  return { x, y, scale: Math.SQRT2 / spread };
}

/** Adds one row of the overdetermined system to its normal equations. */
function addEquation(system: readonly Float64Array[], row: readonly number[], right: number): void {
  for (const [j, line] of system.entries()) {
    const factor = row[j] ?? 0;
    for (let k = 0; k < UNKNOWNS; k += 1) line[k] = (line[k] ?? 0) + factor * (row[k] ?? 0);
    line[UNKNOWNS] = (line[UNKNOWNS] ?? 0) + factor * right;
  }
}
