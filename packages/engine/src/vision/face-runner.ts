import type { FaceMeshRunner } from '@presence/face-geometry';
import { BLAZE_FACE, FACE_CROP } from '@presence/face-geometry';
import { Tensor } from 'onnxruntime-node';
import type { Model } from './model-session.ts';

/** BlazeFace and the 478-point mesh as face-geometry wants them run. */
export function faceRunner(detector: Model, landmarks: Model): FaceMeshRunner {
  return {
    async detect(input) {
      const side = BLAZE_FACE.inputSize;
      const outputs = await detector.run(new Tensor('float32', input, [1, side, side, 3]));
      return {
        regressors: outputs.ofLength(BLAZE_FACE.anchors * BLAZE_FACE.valuesPerAnchor),
        scores: outputs.ofLength(BLAZE_FACE.anchors),
      };
    },
    async landmarks(input) {
      const side = FACE_CROP.inputSize;
      const outputs = await landmarks.run(new Tensor('float32', input, [1, side, side, 3]));
      return { points: outputs.ofLength(FACE_CROP.values), presence: outputs.ofLength(1)[0] ?? 0 };
    },
  };
}
