import { homographyResidual } from '@presence/face-geometry';
import type { FaceFrame } from '../model/clip-evidence.ts';
import { meshOfPoints } from '../model/mesh-of-points.ts';
import { spread } from '../model/spread.ts';
import { DEPTH_CHECK } from './check-limits.data.ts';

/** How the two views of a clip that are stretched most against each other relate. */
export interface SheetMotion {
  /** How much more one direction of the face shrank than the one across it: a tilted sheet does, a shifted one does not. */
  readonly stretch: number;
  /** What one homography leaves unexplained, over the distance of the eyes. */
  readonly residual: number;
  /** Narrowest opening of the eyes over the usual one: whether anybody blinked. */
  readonly eyesLeast: number;
}

/** `undefined` for too few frames. Points of the mesh: the first 468, in the picture's plane. */
export function sheetMotion(all: readonly FaceFrame[]): SheetMotion | undefined {
  const { leastFrames, mostFrames } = DEPTH_CHECK.sheet;
  if (all.length < leastFrames) return undefined;
  const shown = spread(all, mostFrames);
  let best: { stretch: number; a: FaceFrame; b: FaceFrame } | undefined;
  for (const [index, a] of shown.entries())
    for (const b of shown.slice(index + 1)) {
      const stretch = stretchOf(a.face.points, b.face.points);
      if (best === undefined || stretch > best.stretch) best = { stretch, a, b };
    }
  if (best === undefined) return undefined;
  const { stretch, a, b } = best;
  const residual = homographyResidual(meshOfPoints(a.face.points), meshOfPoints(b.face.points));
  return { stretch, residual, eyesLeast: eyesLeast(all) };
}

const POINTS = 468;

/** Ratio of the singular values of the affine map nearest to sending `a` to `b` (least squares), less one. */
function stretchOf(a: Float32Array, b: Float32Array): number {
  const [from, to] = [middleOf(a), middleOf(b)];
  let [xx, xy, yy, ux, uy, vx, vy] = [0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < 3 * POINTS; at += 3) {
    const [x, y] = [(a[at] ?? 0) - from.x, (a[at + 1] ?? 0) - from.y];
    const [u, v] = [(b[at] ?? 0) - to.x, (b[at + 1] ?? 0) - to.y];
    xx += x * x;
    xy += x * y;
    yy += y * y;
    ux += u * x;
    uy += u * y;
    vx += v * x;
    vy += v * y;
  }
  const det = xx * yy - xy * xy;
  if (det === 0) return 0;
  const [m11, m12] = [(ux * yy - uy * xy) / det, (uy * xx - ux * xy) / det];
  const [m21, m22] = [(vx * yy - vy * xy) / det, (vy * xx - vx * xy) / det];
  const sum = Math.hypot(m11 + m22, m21 - m12);
  const difference = Math.hypot(m11 - m22, m21 + m12);
  return sum === difference ? 0 : (sum + difference) / Math.abs(sum - difference) - 1;
}

function middleOf(points: Float32Array): { readonly x: number; readonly y: number } {
  let [x, y] = [0, 0];
  for (let at = 0; at < 3 * POINTS; at += 3) {
    x += points[at] ?? 0;
    y += points[at + 1] ?? 0;
  }
  return { x: x / POINTS, y: y / POINTS };
}

function eyesLeast(shown: readonly FaceFrame[]): number {
  const open = shown
    .map(({ face }) => face.measures.eyes.left + face.measures.eyes.right)
    .sort((a, b) => a - b);
  return (open[0] ?? 0) / Math.max(1e-6, open[Math.floor(open.length / 2)] ?? 0);
}
