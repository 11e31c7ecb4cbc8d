import { FaceLandmarker } from '@mediapipe/tasks-vision';
import { meshOfNormalised } from '@presence/face-geometry';
import type { FaceDetectorPort } from '../model/face-detector-port.ts';
import type { TrackingAssets } from '../model/tracking-messages.ts';

/** A second person in the picture has to be seen; a third adds nothing. */
const MAX_FACES = 2;

/**
 * MediaPipe FaceLandmarker on the CPU, following faces from frame to frame. Needs WebGL even so: without it the first
 * detection throws, which the self-test turns into a fallback.
 */
export async function loadLandmarkerDetector(assets: TrackingAssets): Promise<FaceDetectorPort> {
  const landmarker = await FaceLandmarker.createFromOptions(
    { wasmLoaderPath: assets.visionWasmLoader, wasmBinaryPath: assets.visionWasmBinary },
    {
      baseOptions: { modelAssetPath: assets.faceLandmarkerModel, delegate: 'CPU' },
      runningMode: 'VIDEO',
      numFaces: MAX_FACES,
    },
  );
  return {
    kind: 'face_landmarker',
    detect: async (bitmap, timeMs) =>
      landmarker
        .detectForVideo(bitmap, timeMs)
        .faceLandmarks.map((landmarks) => meshOfNormalised(landmarks, bitmap)),
    close: () => landmarker.close(),
  };
}
