import type { FaceMesh } from '@presence/face-geometry';

/** The mesh whose x, y, z were laid out flat (FaceSighting.points). */
export function meshOfPoints(points: Float32Array): FaceMesh {
  return Array.from({ length: Math.floor(points.length / 3) }, (_, index) => ({
    x: points[3 * index] ?? 0,
    y: points[3 * index + 1] ?? 0,
    z: points[3 * index + 2] ?? 0,
  }));
}
