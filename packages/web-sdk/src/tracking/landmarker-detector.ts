import { FaceLandmarker } from '@mediapipe/tasks-vision';
import { type FaceMesh, meshOfNormalised } from '@presence/face-geometry';
import { CaptureError } from '../model/capture-error.ts';
import type { FaceDetectorPort } from '../model/face-detector-port.ts';
import type { TrackingAssets } from '../model/tracking-messages.ts';
import { compileWasm, fetchBytes, instantiator } from './wasm-parts.ts';

/** Where MediaPipe comes from. */
export interface VisionParts {
  readonly assets: TrackingAssets;
  /** Its library as the page compiled it; null: it could not. */
  readonly wasm: Promise<WebAssembly.Module | null>;
}

/**
 * MediaPipe FaceLandmarker on the CPU, following one face from frame to frame. Following two would take 1.7 times as long in
 * every frame, so others are looked for by a lookout in a worker of its own. Needs WebGL even so.
 *
 * @throws CaptureError `browser_unsupported` without WebGL.
 */
export async function loadLandmarkerDetector(parts: VisionParts): Promise<FaceDetectorPort> {
  const follower = await createLandmarker(parts, 'VIDEO', 1);
  return {
    kind: 'face_landmarker',
    looksAround: false,
    detect: async (bitmap, timeMs) => meshesOf(follower.detectForVideo(bitmap, timeMs).faceLandmarks, bitmap),
    close: () => follower.close(),
  };
}

/** The same models on single frames, without memory of the one before: sees whoever is in the picture, two at most. */
export async function loadLookout(parts: VisionParts): Promise<FaceDetectorPort> {
  const lookout = await createLandmarker(parts, 'IMAGE', 2);
  return {
    kind: 'lookout',
    looksAround: true,
    detect: async (bitmap) => meshesOf(lookout.detect(bitmap).faceLandmarks, bitmap),
    close: () => lookout.close(),
  };
}

async function createLandmarker(
  { assets, wasm: given }: VisionParts,
  runningMode: 'IMAGE' | 'VIDEO',
  numFaces: number,
): Promise<FaceLandmarker> {
  // Asked first: without it the 6 MB that follow would be fetched in vain.
  requireWebgl();
  const [loader, wasm, model] = await Promise.all([
    importLoader(assets.visionWasmLoader),
    given.then((wasm) => wasm ?? compileWasm(assets.visionWasmBinary)),
    fetchBytes(assets.faceLandmarkerModel),
  ]);
  // The library takes both from the global scope for the instance it makes next, and clears them.
  Object.assign(globalThis, {
    ModuleFactory: loader.default,
    Module: { instantiateWasm: instantiator(wasm) },
  });
  return FaceLandmarker.createFromOptions(
    { wasmLoaderPath: assets.visionWasmLoader, wasmBinaryPath: assets.visionWasmBinary },
    {
      baseOptions: { modelAssetBuffer: model, delegate: 'CPU' },
      runningMode,
      numFaces,
    },
  );
}

/** A module: evaluated once however often it is asked for. */
function importLoader(url: string): Promise<{ readonly default: unknown }> {
  return import(/* @vite-ignore */ url);
}

/** MediaPipe keeps its pictures in WebGL whatever computes; without it the first detection throws something obscure. */
function requireWebgl(): void {
  if (new OffscreenCanvas(1, 1).getContext('webgl2') !== null) return;
  throw new CaptureError('browser_unsupported', 'WebGL 2 is not to be had in workers here.');
}

type Landmarks = Parameters<typeof meshOfNormalised>[0];

function meshesOf(faces: readonly Landmarks[], bitmap: ImageBitmap): readonly FaceMesh[] {
  return faces.map((landmarks) => meshOfNormalised(landmarks, bitmap));
}
