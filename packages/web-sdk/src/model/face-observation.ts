import type { FaceMeasures } from '@presence/face-geometry';
import type { SixLandmarks } from '@presence/protocol';

/** Size of the analysed frame in pixels. All pixel coordinates of an observation are in this frame, unmirrored. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

export interface ObservedFace {
  readonly measures: FaceMeasures;
  readonly landmarks: SixLandmarks;
}

/** Pixel measures of the largest face's region. */
export interface LightQuality {
  /** Mean luminance, 0 (black) to 255. */
  readonly luminance: number;
  /** Share of pixels at the upper end of the range, 0 to 1. */
  readonly overexposed: number;
  /** Share of pixels at the lower end of the range, 0 to 1. */
  readonly underexposed: number;
  /** Variance of the Laplacian; larger is sharper. */
  readonly sharpness: number;
}

/** What the tracker saw in one frame. */
export interface FaceObservation {
  /** Milliseconds since the capture began, taken when the frame was presented. Rises from one to the next. */
  readonly timeMs: number;
  readonly frame: FrameSize;
  /** Largest face first; empty when no face was seen. */
  readonly faces: readonly ObservedFace[];
  /** Whether the whole frame has been searched for other people; until then `faces` may lack some. */
  readonly lookedAround: boolean;
  /** Null when there is no face. */
  readonly light: LightQuality | null;
  /** How good a best shot this frame would make, larger is better; null when there is no face. */
  readonly bestShotScore: number | null;
}
