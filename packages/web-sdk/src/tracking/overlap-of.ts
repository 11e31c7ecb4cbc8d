import type { BoundingBox } from '@presence/protocol';

/** Intersection over union of two boxes, 0 to 1; NaN if a side is NaN. */
export function overlapOf(a: BoundingBox, b: BoundingBox): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (areaOf(a) + areaOf(b) - shared);
}

export function areaOf(box: BoundingBox): number {
  return (box.right - box.left) * (box.bottom - box.top);
}
