import type { Point } from '../../tests/support/face-video/puppet-mesh.ts';

/** The square around a face: `scale` times the width of its outline, its middle that of the face. */
export function faceSquare(
  points: readonly Point[],
  scale: number,
): { readonly left: number; readonly top: number; readonly side: number } {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  const side = scale * (right - left);
  return { left: (left + right - side) / 2, top: (top + bottom - side) / 2, side };
}

/** Whether a point lies inside a polygon (even-odd rule). */
export function inside(polygon: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let within = false;
  let before = polygon.at(-1);
  for (const point of polygon) {
    if (before === undefined) break;
    const [ax, ay] = before;
    const [bx, by] = point;
    if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) within = !within;
    before = point;
  }
  return within;
}

/** The affine map that takes three points to three others. */
export function affineOf(
  from: readonly (readonly [number, number])[],
  to: readonly (readonly [number, number])[],
): (x: number, y: number) => readonly [number, number] {
  const [a = [0, 0], b = [0, 0], c = [0, 0]] = from;
  const [p = [0, 0], q = [0, 0], r = [0, 0]] = to;
  const [e1, e2] = [
    [b[0] - a[0], b[1] - a[1]],
    [c[0] - a[0], c[1] - a[1]],
  ] as const;
  const area = e1[0] * e2[1] - e1[1] * e2[0];
  return (x, y) => {
    const [dx, dy] = [x - a[0], y - a[1]];
    const s = (dx * e2[1] - dy * e2[0]) / area;
    const t = (e1[0] * dy - e1[1] * dx) / area;
    return [p[0] + s * (q[0] - p[0]) + t * (r[0] - p[0]), p[1] + s * (q[1] - p[1]) + t * (r[1] - p[1])];
  };
}
