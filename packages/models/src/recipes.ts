import { storeZip } from './bundle/store-zip.ts';
import { type ConversionPorts, convertTflite } from './convert/convert-tflite.ts';
import { packConvolutions } from './convert/pack-convolutions.ts';
import { unpackAssets } from './mediapipe/packed-assets.ts';
import { readRefinementTables } from './mediapipe/refinement-tables.ts';
import { ModelBuildError } from './model/model-build-error.ts';
import type { ModelEntry } from './model/model-manifest.ts';
import type { SourcePackage } from './model/source-package.ts';
import {
  FACE_DETECTION_ONNX,
  FACE_FINDER_WEIGHTS,
  FACE_LANDMARKER_TASK,
  FACE_LANDMARKS_ONNX,
  FR_EYE_ONNX,
  FR_FEATURE_ONNX,
  FR_LIVENESS_ONNX,
} from './models.data.ts';
import { FACE_MESH_SOURCE, FACEPLUGIN_SOURCE, LANDMARK_TABLES_SOURCE } from './sources.data.ts';
import { attachMetadata } from './tflite/attach-metadata.ts';
import { encodeImageMetadata } from './tflite/image-metadata.ts';
import { mergeFaceMesh } from './tflite/merge-face-mesh.ts';
import { readTflite } from './tflite/read-tflite.ts';

/** Gives the verified bytes of one member of a source package. */
export type ReadMember = (source: SourcePackage, path: string) => Promise<Buffer>;

type Recipe = (read: ReadMember) => Promise<Uint8Array>;

const PACKED_DATA = 'face_mesh_solution_packed_assets.data';
const PACKED_LOADER = 'face_mesh_solution_packed_assets_loader.js';
const DETECTOR = 'face_detection_short_range.tflite';
const ATTENTION_MESH = 'face_landmark_with_attention.tflite';

/** Name of MediaPipe's canonical face, in the source pack and in the task bundle. */
export const FACE_GEOMETRY_FILE = 'geometry_pipeline_metadata_landmarks.binarypb';

const RECIPES: ReadonlyMap<string, Recipe> = new Map<string, Recipe>([
  [FACE_LANDMARKER_TASK.file, buildTaskBundle],
  [
    FACE_DETECTION_ONNX.file,
    async (read) => {
      const detector = await faceMeshAsset(read, DETECTOR);
      return convertTflite(readTflite(detector), portsOf(FACE_DETECTION_ONNX));
    },
  ],
  [
    FACE_FINDER_WEIGHTS.file,
    async (read) => packConvolutions(readTflite(await faceMeshAsset(read, DETECTOR))),
  ],
  [
    FACE_LANDMARKS_ONNX.file,
    async (read) => convertTflite(readTflite(await mergedMesh(read)), portsOf(FACE_LANDMARKS_ONNX)),
  ],
  [FR_LIVENESS_ONNX.file, (read) => read(FACEPLUGIN_SOURCE, 'model/fr_liveness.onnx')],
  [FR_EYE_ONNX.file, (read) => read(FACEPLUGIN_SOURCE, 'model/fr_eye.onnx')],
  [FR_FEATURE_ONNX.file, (read) => read(FACEPLUGIN_SOURCE, 'model/fr_feature.onnx')],
]);

/**
 * Makes the bytes of one model file.
 *
 * @throws ModelBuildError when a source is not the pinned one or cannot be decoded.
 */
export async function buildModelFile(entry: ModelEntry, read: ReadMember): Promise<Uint8Array> {
  const recipe = RECIPES.get(entry.file);
  if (recipe === undefined) {
    throw new ModelBuildError('unsupported_model', `${entry.file}: recipes.ts does not say how it is built.`);
  }
  return recipe(read);
}

/** A file out of MediaPipe's packed assets. */
export async function faceMeshAsset(read: ReadMember, name: string): Promise<Buffer> {
  const data = await read(FACE_MESH_SOURCE, PACKED_DATA);
  const loader = await read(FACE_MESH_SOURCE, PACKED_LOADER);
  const file = unpackAssets(loader.toString('utf8'), data).get(name);
  if (file === undefined) {
    throw new ModelBuildError(
      'source_member_missing',
      `${PACKED_DATA} of ${FACE_MESH_SOURCE.name} holds no ${name}.`,
    );
  }
  return file;
}

async function buildTaskBundle(read: ReadMember): Promise<Buffer> {
  const detector = attachMetadata(
    await faceMeshAsset(read, DETECTOR),
    encodeImageMetadata({
      name: 'Short Range Face Detection',
      description: '',
      mean: 127.5,
      deviation: 127.5,
      outputNames: ['raw boxes/keypoints', 'scores'],
    }),
  );
  // The names are those that MediaPipe's FaceLandmarker looks for in its bundle.
  return storeZip([
    { name: 'face_detector.tflite', bytes: detector },
    { name: 'face_landmarks_detector.tflite', bytes: await mergedMesh(read) },
    { name: FACE_GEOMETRY_FILE, bytes: await faceMeshAsset(read, FACE_GEOMETRY_FILE) },
  ]);
}

async function mergedMesh(read: ReadMember): Promise<Buffer> {
  const tables = await read(LANDMARK_TABLES_SOURCE, 'dist/tfjs/constants.js');
  return mergeFaceMesh(
    await faceMeshAsset(read, ATTENTION_MESH),
    readRefinementTables(tables.toString('utf8')),
  );
}

function portsOf(entry: ModelEntry): ConversionPorts {
  return { graphName: entry.name, input: entry.input, outputs: entry.outputs };
}
