import type { BoundingBox } from '@presence/protocol';

/** One face as BlazeFace sees it, pixels of the frame. */
export interface Detection {
  /** 0..1. */
  readonly score: number;
  /** Not cut at the frame's edge. */
  readonly box: BoundingBox;
  /** Right eye, left eye, nose tip, mouth, right and left ear side (the person's own). */
  readonly keypoints: readonly { readonly x: number; readonly y: number }[];
}

/** A square of the frame, turned by `rotation` radians (clockwise in the image), `size` pixels wide. */
export interface Roi {
  readonly centreX: number;
  readonly centreY: number;
  readonly size: number;
  readonly rotation: number;
}
