import { type FaceMesh, type FaceMeshRunner, locateFaces } from '@presence/face-geometry';
import * as ort from 'onnxruntime-web/wasm';
import { CaptureError } from '../model/capture-error.ts';
import type { FaceDetectorPort } from '../model/face-detector-port.ts';
import type { TrackingAssets } from '../model/tracking-messages.ts';
import { pixelReader } from './read-pixels.ts';
import { threadCount } from './thread-count.ts';

const MAX_FACES = 2;
/** While only one face is followed, look for others again after this long. Milliseconds. */
const SEARCH_EVERY_MS = 500;

/** The ONNX twins of the same models on onnxruntime-web's WebAssembly backend (SIMD); needs no WebGL. */
export async function loadOnnxDetector(assets: TrackingAssets): Promise<FaceDetectorPort> {
  const threads = threadCount({
    isolated: self.crossOriginIsolated === true,
    sameOrigin: new URL(assets.onnxWasmLoader).origin === self.origin,
    cores: navigator.hardwareConcurrency,
  });
  ort.env.logLevel = 'error';
  ort.env.wasm.numThreads = threads;
  // The built-in loader does for one thread and spares a request; only the loader file can start more of them.
  ort.env.wasm.wasmPaths =
    threads > 1
      ? { mjs: assets.onnxWasmLoader, wasm: assets.onnxWasmBinary }
      : { wasm: assets.onnxWasmBinary };
  // Both models are on their way while the runtime, the largest part, is loaded for the first.
  const open = async (model: Promise<Uint8Array>) => session(await model);
  const [detector, landmarks] = await Promise.all([
    open(fetchModel(assets.onnxFaceDetectorModel)),
    open(fetchModel(assets.onnxFaceLandmarksModel)),
  ]);
  const runner = runnerOf(detector, landmarks);
  const readPixels = pixelReader();
  let previous: readonly FaceMesh[] = [];
  let searchedMs = Number.NEGATIVE_INFINITY;
  return {
    kind: 'onnx',
    looksAround: true,
    detect: async (bitmap, timeMs) => {
      const search = previous.length < MAX_FACES && timeMs - searchedMs >= SEARCH_EVERY_MS;
      if (search) searchedMs = timeMs;
      const faces = await locateFaces(runner, readPixels(bitmap), {
        maxFaces: MAX_FACES,
        previous: search ? [] : previous,
      });
      previous = faces.map((face) => face.mesh);
      return previous;
    },
    close: () => {
      void detector.release();
      void landmarks.release();
    },
  };
}

async function fetchModel(url: string): Promise<Uint8Array> {
  const reply = await fetch(url);
  if (!reply.ok) {
    throw new CaptureError('adapter_unreachable', `The model ${url} could not be loaded: ${reply.status}.`);
  }
  return new Uint8Array(await reply.arrayBuffer());
}

function session(model: Uint8Array): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
}

function runnerOf(detector: ort.InferenceSession, landmarks: ort.InferenceSession): FaceMeshRunner {
  return {
    detect: async (input) => {
      const output = await detector.run({ image: new ort.Tensor('float32', input, [1, 128, 128, 3]) });
      return { regressors: floats(output, 'box_regressors'), scores: floats(output, 'score_logits') };
    },
    landmarks: async (input) => {
      const output = await landmarks.run({ image: new ort.Tensor('float32', input, [1, 192, 192, 3]) });
      return { points: floats(output, 'landmarks'), presence: floats(output, 'presence_logit')[0] ?? 0 };
    },
  };
}

function floats(output: ort.InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const data = output[name]?.data;
  if (!(data instanceof Float32Array)) {
    throw new CaptureError('internal_error', `The face model has no float output "${name}".`);
  }
  return data;
}
