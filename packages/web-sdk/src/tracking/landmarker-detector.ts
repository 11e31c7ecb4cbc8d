import { FaceLandmarker } from '@mediapipe/tasks-vision';
import { type FaceMesh, meshOfNormalised } from '@presence/face-geometry';
import type { FaceDetectorPort } from '../model/face-detector-port.ts';
import type { TrackingAssets } from '../model/tracking-messages.ts';
import { strangersIn } from './strangers-in.ts';

/** Milliseconds between looks for a second person. Following two faces in every frame would take 1.7 times as long. */
const LOOK_AROUND_MS = 750;

/**
 * MediaPipe FaceLandmarker on the CPU, following one face from frame to frame; every now and then a second instance looks at
 * the whole frame for other people. Needs WebGL even so: without it the first detection throws, which the self-test turns
 * into a fallback.
 */
export async function loadLandmarkerDetector(assets: TrackingAssets): Promise<FaceDetectorPort> {
  const follower = await createLandmarker(assets, 'VIDEO', 1);
  let lookout: FaceLandmarker | undefined;
  let faceSeen = false;
  let lookedMs = Number.NEGATIVE_INFINITY;
  let strangers: readonly FaceMesh[] = [];
  let open = true;

  const lookAround = async (bitmap: ImageBitmap, own: FaceMesh, timeMs: number) => {
    if (timeMs - lookedMs < LOOK_AROUND_MS) return;
    if (lookout === undefined) {
      const created = await createLandmarker(assets, 'IMAGE', 2);
      if (!open) return created.close();
      lookout = created;
    }
    lookedMs = timeMs;
    strangers = strangersIn(meshesOf(lookout.detect(bitmap).faceLandmarks, bitmap), own);
  };
  return {
    kind: 'face_landmarker',
    detect: async (bitmap, timeMs) => {
      const [own] = meshesOf(follower.detectForVideo(bitmap, timeMs).faceLandmarks, bitmap);
      if (own === undefined) {
        strangers = [];
        return [];
      }
      // Neither the self-test nor the first face waits for the second instance; the second camera frame with a face does,
      // so that no action can be completed before somebody has looked around.
      if (faceSeen) await lookAround(bitmap, own, timeMs);
      faceSeen = timeMs > 0;
      return [own, ...strangers];
    },
    close: () => {
      open = false;
      follower.close();
      lookout?.close();
    },
  };
}

async function createLandmarker(
  assets: TrackingAssets,
  runningMode: 'IMAGE' | 'VIDEO',
  numFaces: number,
): Promise<FaceLandmarker> {
  // The loader is a module, evaluated once, and only then sets the factory that every instance needs and clears.
  const loader: { readonly default: unknown } = await import(/* @vite-ignore */ assets.visionWasmLoader);
  Object.assign(globalThis, { ModuleFactory: loader.default });
  return FaceLandmarker.createFromOptions(
    { wasmLoaderPath: assets.visionWasmLoader, wasmBinaryPath: assets.visionWasmBinary },
    {
      baseOptions: { modelAssetPath: assets.faceLandmarkerModel, delegate: 'CPU' },
      runningMode,
      numFaces,
    },
  );
}

type Landmarks = Parameters<typeof meshOfNormalised>[0];

function meshesOf(faces: readonly Landmarks[], bitmap: ImageBitmap): readonly FaceMesh[] {
  return faces.map((landmarks) => meshOfNormalised(landmarks, bitmap));
}
