import type { FaceObservation } from './face-observation.ts';
import type { Picture } from './picture.ts';

export type DetectorKind = 'face_landmarker' | 'onnx';

/** What a tracking worker is there for: following the face by one of the detectors, or looking for other people. */
export type TrackingRole = DetectorKind | 'lookout';

/** Absolute addresses of what the tracking worker loads, all below the adapter's. */
export interface TrackingAssets {
  readonly visionWasmLoader: string;
  readonly visionWasmBinary: string;
  /** The same with every function it has. */
  readonly visionWasmWhole: string;
  readonly faceLandmarkerModel: string;
  readonly onnxWasmLoader: string;
  readonly onnxWasmBinary: string;
  readonly onnxFaceDetectorModel: string;
  readonly onnxFaceLandmarksModel: string;
  readonly selfTestFrame: string;
}

export type ToTrackingWorker =
  /** Sent once, first. Answered by `ready` or `failed`. */
  | {
      readonly kind: 'start';
      readonly role: TrackingRole;
      readonly assets: TrackingAssets;
      /** Test the detector before it is ready, which also warms it up; else only once it sees nobody. */
      readonly testFirst: boolean;
    }
  /**
   * Sent once, after `start`, to those that use MediaPipe: its library, compiled in the page while the worker was on its way.
   * Null: the page could not, the worker is to do it itself.
   */
  | { readonly kind: 'compiled'; readonly wasm: WebAssembly.Module | null }
  /** Answered by `observed`. The picture is transferred. */
  | {
      readonly kind: 'frame';
      readonly timeMs: number;
      readonly picture: Picture;
      /** Whether the mesh of the followed face is wanted too. */
      readonly mesh?: boolean;
    };

export type FromTrackingWorker =
  | { readonly kind: 'ready'; readonly loadMs: number }
  /** The detector could not be loaded, failed its self-test or broke down; the worker is of no more use. */
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** WebAssembly trapped, as it does in a function that was left out. */
      readonly trapped: boolean;
    }
  /** The picture comes back as a bitmap so that it can be kept. */
  | {
      readonly kind: 'observed';
      readonly observation: FaceObservation;
      readonly bitmap: ImageBitmap;
      /** Equal for two pictures only if they look the same at every sampled point. */
      readonly pictureHash: number;
      /** x, y, z of every point in pixels; absent when no mesh is wanted, null when no face was seen. */
      readonly mesh?: Float32Array | null;
    };
