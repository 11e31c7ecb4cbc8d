import type { FaceSample } from '@presence/face-geometry';
import type { ClipFrame } from './frame-source.ts';
import type { FaceSighting, FrameSight } from './frame-vision.ts';

/** What one frame shows. */
export interface FrameEvidence {
  readonly frame: ClipFrame;
  readonly sight: FrameSight;
}

/** The spoof model's opinion of one frame: probability of a live person (0..1) in each view. */
export interface SpoofReading {
  readonly frameIndex: number;
  readonly live: readonly number[];
  /** The same by each of the operator's models. */
  readonly pads?: readonly number[];
  /** Power of each spatial frequency of the face; absent where the picture is too small for one. */
  readonly spectrum?: Float32Array;
}

/** Who is to be seen in one frame. */
export interface IdentityReading {
  readonly frameIndex: number;
  /** Length 1; the dot product of two is their likeness, -1..1. */
  readonly embedding: Float32Array;
}

/** All that was measured on a clip; the only thing the checks see. */
export interface ClipEvidence {
  /** Frames looked at, in order of time. */
  readonly frames: readonly FrameEvidence[];
  /** Frames the clip has. */
  readonly totalFrames: number;
  /** The longest interval between two neighbouring ones, looked at or not, milliseconds; 0 for a single frame. */
  readonly longestGapMs: number;
  readonly spoof: readonly SpoofReading[];
  readonly identity: readonly IdentityReading[];
}

/** A frame with its main face. */
export interface FaceFrame extends FrameEvidence {
  readonly face: FaceSighting;
}

/** The frames that show a face, with the largest one. */
export function faceFrames(frames: readonly FrameEvidence[]): FaceFrame[] {
  return frames.flatMap(({ frame, sight }) => {
    const [face] = sight.faces;
    return face === undefined ? [] : [{ frame, sight, face }];
  });
}

/** The measures over time, as the gesture rules want them. */
export function samplesOf(frames: readonly FaceFrame[]): FaceSample[] {
  return frames.map(({ frame, face }) => ({ timeMs: frame.timeMs, measures: face.measures }));
}
