import { blink, smile } from './expression.ts';
import type { Point, PuppetMesh } from './puppet-mesh.ts';
import type { Raster } from './raster.ts';

/** Radians, shares and pixels; everything at rest is 0. yaw > 0 turns to the person's own left, pitch > 0 lifts the head. */
export interface PuppetPose {
  readonly yaw?: number;
  readonly pitch?: number;
  readonly roll?: number;
  readonly blink?: number;
  readonly smile?: number;
  readonly dx?: number;
  readonly dy?: number;
}

/** Where every mesh point goes for a pose: expression first, then the head's rotation about its pivot. */
export function deform(mesh: PuppetMesh, pose: PuppetPose): Point[] {
  const points = mesh.points.map(([x, y, z]): [number, number, number] => [x, y, z]);
  blink(points, mesh.points, pose.blink ?? 0);
  smile(points, mesh.points, pose.smile ?? 0);
  const [cy, sy] = [Math.cos(pose.yaw ?? 0), Math.sin(pose.yaw ?? 0)];
  const [cp, sp] = [Math.cos(pose.pitch ?? 0), Math.sin(pose.pitch ?? 0)];
  const [cr, sr] = [Math.cos(pose.roll ?? 0), Math.sin(pose.roll ?? 0)];
  const [ox, oy, oz] = mesh.pivot;
  return points.map((point, i): Point => {
    const share = mesh.follow[i] ?? 0;
    if (share === 0) return point;
    const [x, y, z] = [point[0] - ox, point[1] - oy, point[2] - oz];
    const [x1, z1] = [x * cy - z * sy, x * sy + z * cy];
    const [y2, z2] = [y * cp + z1 * sp, -y * sp + z1 * cp];
    const [x3, y3] = [x1 * cr - y2 * sr, x1 * sr + y2 * cr];
    return [
      point[0] + share * (ox + x3 + (pose.dx ?? 0) - point[0]),
      point[1] + share * (oy + y3 + (pose.dy ?? 0) - point[1]),
      oz + z2,
    ];
  });
}

/** Triangles from the far to the near, so that what is in front covers what is behind. */
function farFirst(triangles: Uint32Array, points: readonly Point[]): Uint32Array {
  const depth = (t: number): number =>
    [0, 1, 2].reduce((sum, k) => sum + (points[triangles[3 * t + k] ?? 0]?.[2] ?? 0), 0);
  const depths = Float64Array.from({ length: triangles.length / 3 }, (_, t) => depth(t));
  return Uint32Array.from(depths.keys()).sort((a, b) => (depths[b] ?? 0) - (depths[a] ?? 0));
}

/** Draws the still, bent to a pose, into `out` (same size as the still). */
export function renderPuppet(mesh: PuppetMesh, pose: PuppetPose, out: Raster): void {
  const moved = deform(mesh, pose);
  out.data.set(mesh.still.data);
  for (const t of farFirst(mesh.triangles, moved)) {
    const ids = [0, 1, 2].map((k) => mesh.triangles[3 * t + k] ?? 0);
    const to = ids.map((id) => moved[id]);
    const from = ids.map((id) => mesh.points[id]);
    fillTriangle(out, mesh.still, to as [Point, Point, Point], from as [Point, Point, Point]); // three ids give three points
  }
}

type Triangle = readonly [Point, Point, Point];

/** Paints one triangle with the picture inside its source triangle; a flipped one faces away and is skipped. */
function fillTriangle(out: Raster, still: Raster, [a, b, c]: Triangle, [p, q, r]: Triangle): void {
  const area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
  const sourceArea = (q[0] - p[0]) * (r[1] - p[1]) - (r[0] - p[0]) * (q[1] - p[1]);
  if (Math.abs(area) < 1e-3 || area * sourceArea < 0) return;
  const { data, width, height } = out;
  const source = still.data;
  const x0 = Math.max(0, Math.floor(Math.min(a[0], b[0], c[0])));
  const x1 = Math.min(width - 1, Math.ceil(Math.max(a[0], b[0], c[0])));
  const y0 = Math.max(0, Math.floor(Math.min(a[1], b[1], c[1])));
  const y1 = Math.min(height - 1, Math.ceil(Math.max(a[1], b[1], c[1])));
  const edge = -1e-3;
  for (let y = y0; y <= y1; y++)
    for (let x = x0; x <= x1; x++) {
      const u = ((x - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (y - a[1])) / area;
      const v = ((b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1])) / area;
      if (u < edge || v < edge || u + v > 1 - edge) continue;
      const w = 1 - u - v;
      const sx = Math.min(Math.max(w * p[0] + u * q[0] + v * r[0], 0), width - 1.001);
      const sy = Math.min(Math.max(w * p[1] + u * q[1] + v * r[1], 0), height - 1.001);
      const xi = sx | 0;
      const yi = sy | 0;
      const fx = sx - xi;
      const fy = sy - yi;
      const from = (yi * width + xi) * 3;
      const below = from + width * 3;
      const to = (y * width + x) * 3;
      for (let k = 0; k < 3; k++) {
        const top = (source[from + k] ?? 0) * (1 - fx) + (source[from + 3 + k] ?? 0) * fx;
        const bottom = (source[below + k] ?? 0) * (1 - fx) + (source[below + 3 + k] ?? 0) * fx;
        data[to + k] = top * (1 - fy) + bottom * fy;
      }
    }
}
