import { createHash } from 'node:crypto';
import {
  type FaceMesh,
  frameQuality,
  greyFacePatch,
  locateFaces,
  measureFace,
  type PixelImage,
} from '@presence/face-geometry';
import type { BoundingBox } from '@presence/protocol';
import type {
  FaceInspection,
  FaceLook,
  FaceSighting,
  FrameSight,
  InspectionTasks,
} from '../model/frame-vision.ts';
import { meshOfPoints } from '../model/mesh-of-points.ts';
import type { ModelFiles } from '../model/model-files.ts';
import type { PadModel } from '../model/pad-model.ts';
import { decodePicture } from './decode-picture.ts';
import { eyesOpen } from './eye-model.ts';
import { faceComponents } from './face-components.ts';
import { faceRunner } from './face-runner.ts';
import { faceSpectrum } from './face-spectrum.ts';
import { glimpseOf } from './glimpse.ts';
import { faceEmbedding } from './identity-model.ts';
import { flatPoints } from './mesh-points.ts';
import { loadModel, type Model } from './model-session.ts';
import { loadPad, padScore } from './pad-runner.ts';
import { liveScores } from './spoof-model.ts';

/**
 * Enough that a second person is noticed even when some of the largest detections turn out to be no faces. Costs nothing
 * while one person is in view.
 */
const MAX_FACES = 4;

/** Looks at single frames. Knows nothing of threads: a worker runs one, tests may run one directly. */
export interface FrameAnalyst {
  /** @throws PictureError for a damaged file. */
  locate(picture: Uint8Array): Promise<FrameSight>;
  /** @throws PictureError for a damaged file. */
  inspect(picture: Uint8Array, points: Float32Array, tasks: InspectionTasks): Promise<FaceInspection>;
  close(): Promise<void>;
}

interface Models {
  readonly faceDetector: Model;
  readonly faceLandmarks: Model;
  readonly liveness: Model;
  readonly eye: Model;
  readonly identity: Model;
}

/** An operator's model, loaded. */
interface LoadedPad {
  readonly pad: PadModel;
  readonly model: Model;
}

/** @throws EngineError `config_invalid` when a model file cannot be loaded. */
export async function createFrameAnalyst(
  files: ModelFiles,
  padModels: readonly PadModel[] = [],
): Promise<FrameAnalyst> {
  const models: Models = {
    faceDetector: await loadModel(files.faceDetector),
    faceLandmarks: await loadModel(files.faceLandmarks),
    liveness: await loadModel(files.liveness),
    eye: await loadModel(files.eye),
    // Its many narrow convolutions lose by channels in blocks: 42 instead of 138 ms a face, the same numbers to 1e-6.
    // Measured 2026-11-22, onnxruntime 1.30.0, one thread.
    identity: await loadModel(files.identity, { rewrite: 'basic' }),
  };
  const pads: LoadedPad[] = [];
  for (const pad of padModels) pads.push({ pad, model: await loadPad(pad) });
  return {
    locate: (picture) => locate(models, picture),
    inspect: (picture, points, tasks) => inspect({ ...models, pads }, picture, points, tasks),
    async close() {
      const own: readonly Model[] = Object.values(models);
      await Promise.all([...own, ...pads.map(({ model }) => model)].map((model) => model.close()));
    },
  };
}

async function locate(models: Models, picture: Uint8Array): Promise<FrameSight> {
  const image = await decodePicture(picture);
  const runner = faceRunner(models.faceDetector, models.faceLandmarks);
  const located = await locateFaces(runner, image, { maxFaces: MAX_FACES });
  const faces = located.map(
    ({ mesh, presence }): FaceSighting => ({
      points: flatPoints(mesh),
      presence,
      measures: measureFace(mesh, image),
    }),
  );
  const [main] = located;
  return {
    width: image.width,
    height: image.height,
    sha256: createHash('sha256').update(picture).digest('hex'),
    glimpse: glimpseOf(image),
    faces,
    look: main === undefined ? undefined : await lookAt(models, image, main.mesh),
  };
}

async function lookAt(models: Models, image: PixelImage, mesh: FaceMesh): Promise<FaceLook | undefined> {
  const patch = greyFacePatch(image, measureFace(mesh, image).box);
  if (patch === undefined) return undefined;
  return {
    quality: frameQuality(patch),
    eyesOpen: await eyesOpen(models.eye, image, mesh),
    components: faceComponents(patch, image),
  };
}

async function inspect(
  models: Models & { readonly pads: readonly LoadedPad[] },
  picture: Uint8Array,
  points: Float32Array,
  tasks: InspectionTasks,
): Promise<FaceInspection> {
  const image = await decodePicture(picture);
  const mesh = meshOfPoints(points);
  return {
    ...(tasks.live ? await suspect(models, image, measureFace(mesh, image).box) : {}),
    ...(tasks.embedding ? { embedding: await faceEmbedding(models.identity, image, mesh) } : {}),
  };
}

async function suspect(
  models: Models & { readonly pads: readonly LoadedPad[] },
  image: PixelImage,
  box: BoundingBox,
): Promise<FaceInspection> {
  const spectrum = faceSpectrum(image, box);
  const live = await liveScores(models.liveness, image, box);
  const pads: number[] = [];
  for (const { pad, model } of models.pads) pads.push(await padScore(model, pad, image, box));
  return { live, pads, ...(spectrum === undefined ? {} : { spectrum }) };
}
