import type { FaceMeasures, FrameQuality } from '@presence/face-geometry';

/** A face as one frame shows it. */
export interface FaceSighting {
  /** 478 x 3 numbers (x, y, z) in pixels of the decoded frame, MediaPipe Face Mesh order. */
  readonly points: Float32Array;
  /** Certainty of the landmark model that this is a face, 0..1. */
  readonly presence: number;
  readonly measures: FaceMeasures;
}

/** The light and detail of the main face, and its eyes as the eye model sees them. */
export interface FaceLook {
  readonly quality: FrameQuality;
  /** Probability that the eye is open, 0..1; left and right are the person's own. */
  readonly eyesOpen: { readonly left: number; readonly right: number };
  readonly components?: FaceComponents;
}

/** Further parts of the picture's quality; see docs/analysis.md. */
export interface FaceComponents {
  /** Variance of the face's brightness, 0..0.25, of levels from 0 to 1. */
  readonly luminanceVariance: number;
  /** Entropy of the face's grey levels, 0..8 bits. */
  readonly dynamicRange: number;
  /** What the brightness of the face's left and right half have in common, 0..1. */
  readonly illuminationUniformity: number;
  /** How far the grid of JPEG's blocks stands out, 0 for not at all. */
  readonly blockiness: number;
}

/** Everything found in one frame without the heavy models. */
export interface FrameSight {
  /** Size of the decoded picture in pixels. */
  readonly width: number;
  readonly height: number;
  /** Hex SHA-256 of the file: tells repeated frames. */
  readonly sha256: string;
  /** The frame in 32 x 24 cells, 0..255: tells returning frames, see glimpseOf. */
  readonly glimpse: Float32Array;
  /** Faces, largest first, at most four. */
  readonly faces: readonly FaceSighting[];
  /** Of the largest face; undefined when there is none or it lies outside the picture. */
  readonly look: FaceLook | undefined;
}

/** What the heavy models say about the main face of one frame. Only what was asked for is there. */
export interface FaceInspection {
  /** Probability of a live person by surroundings, 0..1; see SPOOF_VIEWS. */
  readonly live?: readonly number[];
  /** Comes with `live`: power of each spatial frequency of the face, see faceSpectrum. */
  readonly spectrum?: Float32Array;
  /** Comes with `live`: the same by each of the operator's models, in the order of their manifest. */
  readonly pads?: readonly number[];
  /** 512 numbers of length 1: the identity. */
  readonly embedding?: Float32Array;
}

/** Which heavy models look at a frame. */
export interface InspectionTasks {
  readonly live: boolean;
  readonly embedding: boolean;
}
