import { elementAt } from '../model/element-at.ts';
import { ModelBuildError } from '../model/model-build-error.ts';
import type { RefinedRegion, RefinementTables } from '../model/refinement-tables.ts';
import type { TableField } from './flatbuffer-prefix.ts';
import { encodeImageMetadata } from './image-metadata.ts';
import { ADDED_OPERATORS } from './schema.data.ts';
import { TfliteEditor } from './tflite-editor.ts';

/** Name of the merged output: 478 points × (x, y, z). */
const MERGED_LANDMARKS_OUTPUT = 'face_landmarks_478';

const MESH_POINTS = 468;
const POINTS = 478;
/** CONCATENATION and GATHER: field 0 is the axis; all outputs of the model are 1×1×1×n. */
const ON_LAST_AXIS: readonly TableField[] = [{ number: 0, kind: 'uint32', value: 3 }];
/** MEAN: field 0 is keep_dims. */
const KEEP_DIMENSIONS: readonly TableField[] = [{ number: 0, kind: 'int8', value: 1 }];

/**
 * Turns MediaPipe's attention mesh, which gives mesh, lips, eyes and irises apart, into the model FaceLandmarker asks for: one
 * 478-point output and the presence score.
 *
 * The merge is three kinds of built-in operators behind the unchanged network: concatenate everything, average the eyelid
 * depths for the irises (which have none of their own), and gather the 1434 numbers in order.
 */
export function mergeFaceMesh(attentionMesh: Uint8Array, tables: RefinementTables): Buffer {
  const editor = new TfliteEditor(attentionMesh);
  const output = (index: number) => elementAt(editor.outputs, index, 'attention mesh outputs');
  const mesh = output(0);
  const presence = output(6);
  const parts = [
    { points: tables.lips.points, tensor: output(1) },
    { points: tables.leftEye.points, tensor: output(2) },
    { points: tables.rightEye.points, tensor: output(3) },
    { points: tables.leftIris.points, tensor: output(4) },
    { points: tables.rightIris.points, tensor: output(5) },
  ];
  const layout = mergedLayout(tables);

  const joined = editor.addTensor('mp_concat', [1, 1, 1, layout.depthsAt]);
  concatenate(editor, [mesh, ...parts.map((part) => part.tensor)], joined);
  const lastAxis = editor.addInt32Constant('mp_axis3', [3]);
  const leftDepth = meanDepth(editor, 'mp_li', tables.leftIris, mesh, lastAxis);
  const rightDepth = meanDepth(editor, 'mp_ri', tables.rightIris, mesh, lastAxis);
  const withDepths = editor.addTensor('mp_concat2', [1, 1, 1, layout.depthsAt + 2]);
  concatenate(editor, [joined, leftDepth, rightDepth], withDepths);
  const landmarks = editor.addTensor(MERGED_LANDMARKS_OUTPUT, [1, 1, 1, 3 * POINTS]);
  gather(editor, withDepths, editor.addInt32Constant('mp_gidx', layout.indexes), landmarks);

  editor.setOutputs([landmarks, presence]);
  editor.addMetadata(
    'TFLITE_METADATA',
    encodeImageMetadata({
      name: 'Attention mesh (478)',
      description: 'face_landmark_with_attention.tflite + merge ops',
      mean: 0,
      deviation: 255,
      outputNames: ['face_landmarks', 'presence'],
    }),
  );
  return editor.build();
}

/** For each of the 1434 output numbers its place in the concatenation; refined regions later in the list win. */
function mergedLayout(tables: RefinementTables): { indexes: number[]; depthsAt: number } {
  const indexes = Array.from({ length: 3 * POINTS }, (_, index) => (index < 3 * MESH_POINTS ? index : 0));
  let at = 3 * MESH_POINTS;
  const regions = [tables.lips, tables.leftEye, tables.rightEye, tables.leftIris, tables.rightIris];
  for (const { points } of regions) {
    for (const point of points) {
      indexes[3 * point] = at;
      indexes[3 * point + 1] = at + 1;
      at += 2;
    }
  }
  for (const [place, region] of [tables.leftIris, tables.rightIris].entries()) {
    for (const point of region.points) {
      indexes[3 * point + 2] = at + place;
    }
  }
  return { indexes, depthsAt: at };
}

function concatenate(editor: TfliteEditor, inputs: readonly number[], output: number): void {
  editor.addOperator({
    kind: ADDED_OPERATORS.concatenation,
    inputs,
    outputs: [output],
    options: ON_LAST_AXIS,
  });
}

function gather(editor: TfliteEditor, from: number, indexes: number, output: number): void {
  const inputs = [from, indexes];
  editor.addOperator({ kind: ADDED_OPERATORS.gather, inputs, outputs: [output], options: ON_LAST_AXIS });
}

function meanDepth(
  editor: TfliteEditor,
  name: string,
  region: RefinedRegion,
  mesh: number,
  lastAxis: number,
): number {
  const from = region.depthFrom;
  if (from === undefined) {
    throw new ModelBuildError('malformed_data', 'constants.js: an iris table names no points for its depth.');
  }
  const indexes = editor.addInt32Constant(
    `${name}_zi`,
    from.map((point) => 3 * point + 2),
  );
  const depths = editor.addTensor(`${name}_zg`, [1, 1, 1, from.length]);
  gather(editor, mesh, indexes, depths);
  const mean = editor.addTensor(`${name}_zm`, [1, 1, 1, 1]);
  const kind = ADDED_OPERATORS.mean;
  editor.addOperator({ kind, inputs: [depths, lastAxis], outputs: [mean], options: KEEP_DIMENSIONS });
  return mean;
}
