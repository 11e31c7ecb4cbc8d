import type { PixelImage } from '../model/pixel-image.ts';
import type { FaceMesh } from '../model/point.ts';
import { BLAZE_FACE, DEFAULT_CONFIDENCE, FACE_CROP } from './blaze-face.data.ts';
import { decodeDetections, sigmoid } from './decode-detections.ts';
import type { Roi } from './detection.ts';
import { projectLandmarks, roiOfDetection, roiOfFrame, roiOfMesh } from './roi.ts';
import { sampleCrop } from './sample-crop.ts';

/** The two models, run by onnxruntime-web or onnxruntime-node. Inputs are NHWC without the batch, outputs are raw. */
export interface FaceMeshRunner {
  /** BlazeFace short range. Input 128 x 128 x 3 in -1..1; 896 x 16 regressors and 896 score logits. */
  detect(input: Float32Array): Promise<{ readonly regressors: Float32Array; readonly scores: Float32Array }>;
  /** The 478-point mesh. Input 192 x 192 x 3 in 0..1; 1434 numbers in crop pixels and the presence logit. */
  landmarks(input: Float32Array): Promise<{ readonly points: Float32Array; readonly presence: number }>;
}

export interface LocateOptions {
  /** Default 1. */
  readonly maxFaces?: number;
  /**
   * Meshes of the frame before: their surroundings are tried first, and the detector is spared if all are still there.
   * A face that comes into view is not seen then: leave `previous` out every few frames to notice a second person.
   */
  readonly previous?: readonly FaceMesh[];
  /** Least detection score, 0..1. Default 0.5. */
  readonly minDetection?: number;
  /** Least certainty that the crop holds a face, 0..1. Default 0.5. */
  readonly minPresence?: number;
  /** An AbortSignal, named by the one method used because neither the DOM's nor Node's types are known here. */
  readonly signal?: { throwIfAborted(): void };
}

export interface LocatedFace {
  readonly mesh: FaceMesh;
  /** Certainty of the landmark model that its crop holds a face, 0..1. */
  readonly presence: number;
  /** Score of the detector, 0..1; undefined for a face followed from the frame before. */
  readonly detection: number | undefined;
}

/**
 * Faces of one image, largest crop first: follows `previous` faces, or looks for new ones.
 *
 * @throws FaceGeometryError for malformed pixels or model outputs; the signal's reason when aborted; what the runner throws.
 */
export async function locateFaces(
  runner: FaceMeshRunner,
  image: PixelImage,
  options: LocateOptions = {},
): Promise<LocatedFace[]> {
  const maxFaces = options.maxFaces ?? 1;
  const previous = (options.previous ?? []).slice(0, maxFaces);
  if (previous.length > 0) {
    const followed = await meshesIn(
      runner,
      image,
      previous.map((mesh) => ({ roi: roiOfMesh(mesh) })),
      options,
    );
    if (followed.length === previous.length) return followed;
  }
  options.signal?.throwIfAborted();
  const input = sampleCrop(image, roiOfFrame(image), BLAZE_FACE.inputSize, {
    scale: 1 / 127.5,
    offset: -1,
    border: 'zero',
  });
  const { regressors, scores } = await runner.detect(input);
  const found = decodeDetections(
    regressors,
    scores,
    image,
    options.minDetection ?? DEFAULT_CONFIDENCE.detection,
  )
    .map((detection) => ({ roi: roiOfDetection(detection), score: detection.score }))
    .sort((a, b) => b.roi.size - a.roi.size)
    .slice(0, maxFaces);
  return meshesIn(runner, image, found, options);
}

async function meshesIn(
  runner: FaceMeshRunner,
  image: PixelImage,
  crops: readonly { readonly roi: Roi; readonly score?: number }[],
  options: LocateOptions,
): Promise<LocatedFace[]> {
  const faces: LocatedFace[] = [];
  for (const { roi, score } of crops) {
    options.signal?.throwIfAborted();
    const input = sampleCrop(image, roi, FACE_CROP.inputSize, {
      scale: 1 / 255,
      offset: 0,
      border: 'replicate',
    });
    const { points, presence: logit } = await runner.landmarks(input);
    const presence = sigmoid(logit);
    if (presence < (options.minPresence ?? DEFAULT_CONFIDENCE.presence)) continue;
    faces.push({ mesh: projectLandmarks(points, roi), presence, detection: score });
  }
  return faces;
}
