import { elementAt } from '../model/element-at.ts';
import { ModelBuildError } from '../model/model-build-error.ts';
import type { TfliteOperator } from '../model/tflite-model.ts';
import type { Conversion, OperatorConverter } from './conversion.ts';
import { type FlexValue, readFlexMap } from './flexbuffer.ts';
import type { OnnxGraphBuilder } from './onnx-graph-builder.ts';

/**
 * The attention mesh's custom operators as plain ONNX nodes. What they compute is defined by MediaPipe's sources
 * (mediapipe/util/tflite/operations, Apache-2.0); nothing was copied from there.
 */
export const ATTENTION_OPERATORS: Readonly<Record<string, OperatorConverter>> = {
  Landmarks2TransformMatrix: landmarksToMatrix,
  TransformTensorBilinear: sampleRegion,
  TransformLandmarks: transformLandmarks,
};

/**
 * From the mesh, the matrix that maps a region's own grid to the picture: a box around some landmarks, turned by the
 * angle of a line between two of them, scaled up a little. Output 1×4×4, row major.
 */
function landmarksToMatrix(conversion: Conversion, operator: TfliteOperator): void {
  const { graph } = conversion;
  const options = optionsOf(operator);
  if (options.number('target_rotation_radians') !== 0) {
    throw new ModelBuildError(
      'unsupported_model',
      'Landmarks2TransformMatrix: a target rotation is not supported.',
    );
  }
  const outputWidth = options.number('output_width');
  const outputHeight = options.number('output_height');
  const mesh = conversion.value(conversion.input(operator, 0));
  const points = graph.node('Slice', [mesh, ...[[0], [2], [2]].map((list) => graph.integers(list))]);
  const { cos, sin } = direction(graph, points, {
    from: options.number('left_rotation_idx'),
    to: options.number('right_rotation_idx'),
  });
  const box = turnedBox(graph, points, options.numbers('subset_idxs'), { cos, sin });
  const scaleX = graph.node('Mul', [box.width, graph.float(options.number('scale_x') / outputWidth)]);
  const scaleY = graph.node('Mul', [box.height, graph.float(options.number('scale_y') / outputHeight)]);
  const m00 = graph.node('Mul', [cos, scaleX]);
  const m01 = graph.node('Neg', [graph.node('Mul', [sin, scaleY])]);
  const m10 = graph.node('Mul', [sin, scaleX]);
  const m11 = graph.node('Mul', [cos, scaleY]);
  // The middle of the grid must fall on the middle of the box.
  const halfWidth = graph.float(outputWidth / 2);
  const halfHeight = graph.float(outputHeight / 2);
  const shift = (centre: string, ofX: string, ofY: string) => {
    const withoutX = graph.node('Sub', [centre, graph.node('Mul', [ofX, halfWidth])]);
    return graph.node('Sub', [withoutX, graph.node('Mul', [ofY, halfHeight])]);
  };
  const tx = shift(box.centreX, m00, m01);
  const ty = shift(box.centreY, m10, m11);
  const zero = graph.float(0);
  const one = graph.float(1);
  const rows = [m00, m01, zero, tx, m10, m11, zero, ty, zero, zero, one, zero, zero, zero, zero, one];
  const flat = graph.node('Concat', rows, { axis: 0 });
  const output = conversion.name(conversion.output(operator));
  graph.node('Reshape', [flat, graph.integers([1, 4, 4])], {}, output);
}

/** Cosine and sine of the line between two landmarks, each of shape [1]. */
function direction(
  graph: OnnxGraphBuilder,
  points: string,
  line: { readonly from: number; readonly to: number },
): { cos: string; sin: string } {
  const pick = (index: number) => graph.node('Gather', [points, graph.integers([index])], { axis: 1 });
  const from = pick(line.from);
  const difference = graph.node('Sub', [pick(line.to), from]);
  const squared = graph.node('Mul', [difference, difference]);
  const length = graph.node('Sqrt', [
    graph.node('ReduceSum', [squared, graph.integers([2])], { keepdims: 1 }),
  ]);
  const unit = graph.node('Div', [difference, length]);
  const component = (index: number) => {
    const column = graph.node('Gather', [unit, graph.integers([index])], { axis: 2 });
    return graph.node('Reshape', [column, graph.integers([1])]);
  };
  return { cos: component(0), sin: component(1) };
}

interface TurnedBox {
  readonly width: string;
  readonly height: string;
  readonly centreX: string;
  readonly centreY: string;
}

/** Bounding box of some landmarks along a turned pair of axes; its centre is given in the picture's axes. */
function turnedBox(
  graph: OnnxGraphBuilder,
  points: string,
  subset: readonly number[],
  { cos, sin }: { readonly cos: string; readonly sin: string },
): TurnedBox {
  const chosen = graph.node('Gather', [points, graph.integers(subset)], { axis: 1 });
  const axis = (index: number) => graph.node('Gather', [chosen, graph.integers([index])], { axis: 2 });
  const [x, y] = [axis(0), axis(1)];
  const along = graph.node('Add', [graph.node('Mul', [x, cos]), graph.node('Mul', [y, sin])]);
  const across = graph.node('Sub', [graph.node('Mul', [y, cos]), graph.node('Mul', [x, sin])]);
  const extreme = (reduce: 'ReduceMax' | 'ReduceMin', values: string) => {
    const value = graph.node(reduce, [values], { axes: [1], keepdims: 0 });
    return graph.node('Reshape', [value, graph.integers([1])]);
  };
  const [right, left] = [extreme('ReduceMax', along), extreme('ReduceMin', along)];
  const [bottom, top] = [extreme('ReduceMax', across), extreme('ReduceMin', across)];
  const half = graph.float(0.5);
  const middle = (high: string, low: string) => graph.node('Mul', [graph.node('Add', [high, low]), half]);
  const [middleAlong, middleAcross] = [middle(right, left), middle(bottom, top)];
  return {
    width: graph.node('Sub', [right, left]),
    height: graph.node('Sub', [bottom, top]),
    centreX: graph.node('Sub', [
      graph.node('Mul', [middleAlong, cos]),
      graph.node('Mul', [middleAcross, sin]),
    ]),
    centreY: graph.node('Add', [
      graph.node('Mul', [middleAlong, sin]),
      graph.node('Mul', [middleAcross, cos]),
    ]),
  };
}

/** Samples the region that a matrix describes out of a feature map, bilinearly, zero outside. */
function sampleRegion(conversion: Conversion, operator: TfliteOperator): void {
  const { graph } = conversion;
  const options = optionsOf(operator);
  const width = options.number('output_width');
  const height = options.number('output_height');
  const features = conversion.input(operator, 0);
  const inputHeight = elementAt(conversion.shape(features), 1, 'TransformTensorBilinear shape');
  const inputWidth = elementAt(conversion.shape(features), 2, 'TransformTensorBilinear shape');

  const places = graph.floats(pixelCentres(width, height), [1, 4, width * height]);
  const matrix = topRows(graph, conversion.value(conversion.input(operator, 1)));
  const sampled = graph.node('MatMul', [matrix, places]);
  // GridSample wants −1…1 across the map.
  const scaled = graph.node('Mul', [sampled, graph.floats([2 / inputWidth, 2 / inputHeight], [1, 2, 1])]);
  const normalised = graph.node('Sub', [scaled, graph.float(1)]);
  const pairs = graph.node('Transpose', [normalised], { perm: [0, 2, 1] });
  const grid = graph.node('Reshape', [pairs, graph.integers([1, height, width, 2])]);
  const result = graph.node('GridSample', [graph.channelsFirst(conversion.value(features)), grid], {
    mode: 'bilinear',
    padding_mode: 'zeros',
    align_corners: 0,
  });
  const output = conversion.name(conversion.output(operator));
  graph.node('Transpose', [result], { perm: [0, 2, 3, 1] }, output);
}

/** Homogeneous coordinates (x + ½, y + ½, 0, 1) of a grid's pixels, one row for each coordinate. */
function pixelCentres(width: number, height: number): Float32Array {
  const area = width * height;
  const centres = new Float32Array(4 * area);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const place = y * width + x;
      centres[place] = x + 0.5;
      centres[area + place] = y + 0.5;
      centres[3 * area + place] = 1;
    }
  }
  return centres;
}

/** Maps a region's own landmarks (x, y) back to the picture with the region's matrix. */
function transformLandmarks(conversion: Conversion, operator: TfliteOperator): void {
  const { graph } = conversion;
  const points = conversion.input(operator, 0);
  const count = elementAt(conversion.shape(points), 1, 'TransformLandmarks shape');
  const zeroOne = Float32Array.from({ length: 2 * count }, (_, index) => index % 2);
  const homogeneous = graph.node('Concat', [conversion.value(points), graph.floats(zeroOne, [1, count, 2])], {
    axis: 2,
  });
  const matrix = topRows(graph, conversion.value(conversion.input(operator, 1)));
  const turned = graph.node('Transpose', [matrix], { perm: [0, 2, 1] });
  graph.node('MatMul', [homogeneous, turned], {}, conversion.name(conversion.output(operator)));
}

/** The rows of a 1×4×4 matrix that give x and y. */
function topRows(graph: OnnxGraphBuilder, matrix: string): string {
  return graph.node('Slice', [matrix, ...[[0], [2], [1]].map((list) => graph.integers(list))]);
}

interface CustomOptions {
  number(name: string): number;
  numbers(name: string): readonly number[];
}

function optionsOf(operator: TfliteOperator): CustomOptions {
  const options = readFlexMap(operator.customOptions);
  const get = (name: string): FlexValue | undefined => options.get(name);
  const fail = (name: string): ModelBuildError =>
    new ModelBuildError(
      'unsupported_model',
      `${operator.name}: its option ${name} is missing or of another type.`,
    );
  return {
    number: (name) => {
      const value = get(name) ?? 0;
      if (typeof value !== 'number') {
        throw fail(name);
      }
      return value;
    },
    numbers: (name) => {
      const value = get(name);
      if (!Array.isArray(value) || !value.every((item): item is number => typeof item === 'number')) {
        throw fail(name);
      }
      return value;
    },
  };
}
