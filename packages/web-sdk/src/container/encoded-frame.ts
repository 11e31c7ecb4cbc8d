import type { MovieCodec } from '@presence/protocol';
import type { FaceObservation } from '../model/face-observation.ts';

/** One kept frame: its JPEG and what was seen in it. */
export interface EncodedFrame {
  readonly timeMs: number;
  readonly width: number;
  readonly height: number;
  readonly jpeg: Blob;
  /** Lower-case hex SHA-256 of the JPEG's bytes. */
  readonly sha256: string;
  readonly observation: FaceObservation | null;
}

/** The lossless picture of an action's best frame and its hash. */
export interface LosslessFrame {
  readonly png: Blob;
  readonly sha256: string;
}

/** An action's frames as one QuickTime file and its hash. */
export interface EncodedMovie {
  readonly file: Blob;
  readonly sha256: string;
  readonly codec: MovieCodec;
}
