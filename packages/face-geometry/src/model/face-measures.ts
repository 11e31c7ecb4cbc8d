import type { BoundingBox, HeadPose } from '@presence/protocol';

/** What one frame says about a face, read off its mesh. Left and right are the person's own. */
export interface FaceMeasures {
  /** Degrees; signs as in protocol's HeadPose. */
  readonly pose: HeadPose;
  /** Distance of the outer eye corners in the image, pixels. Shrinks with yaw. */
  readonly interOcularPx: number;
  /** Tight box around the 468 surface points, pixels, not cut at the frame's edge. */
  readonly box: BoundingBox;
  /** Eye aspect ratio: lid distance over eye width; open about 0.2 to 0.35, closed below 0.14. */
  readonly eyes: { readonly left: number; readonly right: number };
  /** All over the distance of the outer eye corners, measured in the head's own axes. */
  readonly mouth: {
    readonly width: number;
    /** Distance of the inner lips. */
    readonly opening: number;
    /** Height of the mouth corners above the middle of the lips; grows with a smile. */
    readonly cornerLift: number;
  };
  /** Place of the nose between the two sides of the face, -1..1; 0 frontal, grows towards the person's own left. */
  readonly yawProxy: number;
  /** Middle of the box over frame width and height, 0..1 when inside. */
  readonly centre: { readonly x: number; readonly y: number };
  /** Width of the box over the frame's width. */
  readonly faceWidthRatio: number;
  /** Height of the box over the frame's height. */
  readonly faceHeightRatio: number;
}

/** Measures of one frame and when it was taken (milliseconds on any monotonic clock). */
export interface FaceSample {
  readonly timeMs: number;
  readonly measures: FaceMeasures;
}
