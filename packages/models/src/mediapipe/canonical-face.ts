import { elementAt } from '../model/element-at.ts';
import { ModelBuildError } from '../model/model-build-error.ts';
import { type ProtobufField, readProtobufFields } from './protobuf-fields.ts';

/** The face that MediaPipe's head pose is measured against. */
export interface CanonicalFace {
  /** 468 points in cm; x to the right of the picture, y up, z towards the camera. */
  readonly vertices: readonly (readonly [x: number, y: number, z: number])[];
  /** The landmarks that carry the rigid fit, and their weights. */
  readonly procrustes: readonly { readonly id: number; readonly weight: number }[];
}

// Field numbers of mediapipe/modules/face_geometry/protos/{geometry_pipeline_metadata,mesh_3d}.proto.
const METADATA = { canonicalMesh: 1, procrustesBasis: 2 };
const BASIS = { landmarkId: 1, weight: 2 };
const MESH = { vertexBuffer: 3 };
/** A vertex is x, y, z and two texture coordinates. */
const FLOATS_PER_VERTEX = 5;
const VERTICES = 468;

/**
 * Decodes `geometry_pipeline_metadata_landmarks.binarypb` of MediaPipe's face geometry module.
 *
 * @throws ModelBuildError `malformed_data` when it does not describe the 468-point face.
 */
export function decodeCanonicalFace(binary: Buffer): CanonicalFace {
  const metadata = readProtobufFields(binary);
  const mesh = readProtobufFields(onlyBytes(metadata, METADATA.canonicalMesh));
  const floats = mesh.flatMap((field) => (field.number === MESH.vertexBuffer ? floatsOf(field) : []));
  if (floats.length !== VERTICES * FLOATS_PER_VERTEX) {
    throw malformed(`${floats.length} vertex numbers instead of ${VERTICES * FLOATS_PER_VERTEX}`);
  }
  const vertices = Array.from({ length: VERTICES }, (_, index) => {
    const coordinate = (axis: number) =>
      elementAt(floats, index * FLOATS_PER_VERTEX + axis, 'canonical face vertices');
    return [coordinate(0), coordinate(1), coordinate(2)] as const;
  });
  const procrustes = metadata
    .filter((field) => field.number === METADATA.procrustesBasis)
    .map((field) => decodeBasis(readProtobufFields(bytesOf(field))));
  return { vertices, procrustes };
}

function decodeBasis(fields: readonly ProtobufField[]): { id: number; weight: number } {
  const id = fields.find((field) => field.number === BASIS.landmarkId);
  if (id?.kind !== 'varint' || id.value >= VERTICES) {
    throw malformed('a basis landmark has no valid id');
  }
  return { id: id.value, weight: onlyBytes(fields, BASIS.weight).readFloatLE(0) };
}

function onlyBytes(fields: readonly ProtobufField[], number: number): Buffer {
  const field = fields.find((candidate) => candidate.number === number);
  if (field === undefined) {
    throw malformed(`field ${number} is missing`);
  }
  return bytesOf(field);
}

function bytesOf(field: ProtobufField): Buffer {
  if (field.kind !== 'bytes') {
    throw malformed(`field ${field.number} is a number, expected bytes`);
  }
  return field.bytes;
}

function floatsOf(field: ProtobufField): number[] {
  const bytes = bytesOf(field);
  return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(4 * index));
}

function malformed(detail: string): ModelBuildError {
  return new ModelBuildError('malformed_data', `face geometry metadata: ${detail}.`);
}
