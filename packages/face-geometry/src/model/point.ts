/**
 * One landmark in pixels of the frame it was found in: x to the right, y down.
 * z is on x's scale (pixels, weak perspective), smaller being nearer the camera; only differences of z mean anything.
 */
export interface Point3 {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** 478 points in MediaPipe Face Mesh order: 468 of the surface, then 5 of the right and 5 of the left iris. */
export type FaceMesh = readonly Point3[];

/** Size of an image in pixels. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

export const MESH_POINTS = 478;
/** Points of the skin surface; the remaining ten are the irises, which move on their own. */
export const SURFACE_POINTS = 468;

export function distance2d(a: Point3, b: Point3): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function distance3d(a: Point3, b: Point3): number {
  return Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z);
}

export function midpoint(a: Point3, b: Point3): Point3 {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, z: (a.z + b.z) / 2 };
}
