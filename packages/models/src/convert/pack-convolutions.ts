import { elementAt } from '../model/element-at.ts';
import { ModelBuildError } from '../model/model-build-error.ts';
import type { TfliteGraph, TfliteOperator } from '../model/tflite-model.ts';
import { Conversion } from './conversion.ts';
import { STANDARD_OPERATORS } from './standard-operators.ts';

// Field numbers of the option tables in tensorflow/lite/schema/schema.fbs.
const STRIDE_WIDTH = 1;
const KINDS: Readonly<Record<string, 'full' | 'depthwise'>> = {
  CONV_2D: 'full',
  DEPTHWISE_CONV_2D: 'depthwise',
};

/** First bytes of a packed file. */
export const PACKED_MAGIC = 'PCV1';
const MAGIC_BYTES = 4;
const COUNT_BYTES = 4;
const NUMBERS_PER_LAYER = 5;
const LARGEST_INT8 = 127;

interface Layer {
  readonly kind: 'full' | 'depthwise';
  readonly side: number;
  readonly stride: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/**
 * The convolutions of a graph in their order with weights of 8 bits, for a runner that knows how they are connected. Little
 * endian: `PCV1`; number of layers (uint32); for each layer five uint16: 0 full or 1 depthwise, side of its window, stride,
 * inputs, outputs; zeros up to a multiple of four; for each layer `outputs` float32 scales and as many biases; for each layer its
 * weights as int8 in the order output, row, column, input (depthwise: row, column, channel). A weight is scale × int8.
 *
 * @throws ModelBuildError `unsupported_model` for convolutions with windows that are not square or without biases.
 */
export function packConvolutions(graph: TfliteGraph): Uint8Array {
  const layers = convolutionsOf(graph);
  const headBytes = MAGIC_BYTES + COUNT_BYTES + layers.length * NUMBERS_PER_LAYER * 2;
  const floatsAt = Math.ceil(headBytes / 4) * 4;
  const floats = layers.reduce((sum, { outputs }) => sum + 2 * outputs, 0);
  const weights = layers.reduce((sum, layer) => sum + layer.weights.length, 0);
  const file = new Uint8Array(floatsAt + 4 * floats + weights);
  file.set(new TextEncoder().encode(PACKED_MAGIC));
  const view = new DataView(file.buffer);
  view.setUint32(MAGIC_BYTES, layers.length, true);
  let numberAt = MAGIC_BYTES + COUNT_BYTES;
  let floatAt = floatsAt;
  let weightAt = floatsAt + 4 * floats;
  for (const layer of layers) {
    const { kind, side, stride, inputs, outputs, biases } = layer;
    for (const number of [kind === 'depthwise' ? 1 : 0, side, stride, inputs, outputs]) {
      view.setUint16(numberAt, number, true);
      numberAt += 2;
    }
    const scales = scalesOf(layer);
    for (const float of [...scales, ...biases]) {
      view.setFloat32(floatAt, float, true);
      floatAt += 4;
    }
    layer.weights.forEach((weight, index) => {
      const scale = elementAt(scales, outputOf(layer, index), 'scales of a convolution');
      view.setInt8(weightAt + index, Math.round(weight / scale));
    });
    weightAt += layer.weights.length;
  }
  return file;
}

function convolutionsOf(graph: TfliteGraph): Layer[] {
  const conversion = new Conversion(graph);
  const layers: Layer[] = [];
  for (const operator of graph.operators) {
    const kind = KINDS[operator.name];
    if (kind !== undefined) layers.push(layerOf(conversion, operator, kind));
    else if (operator.name === 'DEQUANTIZE') STANDARD_OPERATORS.DEQUANTIZE?.(conversion, operator);
  }
  return layers;
}

function layerOf(conversion: Conversion, operator: TfliteOperator, kind: Layer['kind']): Layer {
  const weights = conversion.constant(conversion.input(operator, 1));
  const { values: biases } = conversion.constant(conversion.input(operator, 2));
  const [first = 0, height = 0, width = 0, last = 0] = weights.shape;
  const floats = weights.values instanceof Float32Array && biases instanceof Float32Array;
  const [inputs, outputs] = kind === 'full' ? [last, first] : [last, last];
  if (!floats || height !== width || biases.length !== outputs || (kind === 'depthwise' && first !== 1)) {
    throw new ModelBuildError(
      'unsupported_model',
      `${operator.name} with weights ${weights.shape.join(' × ')} and ${biases.length} biases cannot be packed.`,
    );
  }
  const stride = operator.options.int32(STRIDE_WIDTH, 1);
  return { kind, side: height, stride, inputs, outputs, weights: weights.values, biases };
}

/** The output channel a weight belongs to. */
function outputOf({ kind, inputs, side }: Layer, index: number): number {
  return kind === 'depthwise' ? index % inputs : Math.floor(index / (side * side * inputs));
}

/** For each output the largest weight becomes 127; as float32, which is what the file holds. */
function scalesOf(layer: Layer): Float32Array {
  const largest = new Float32Array(layer.outputs);
  layer.weights.forEach((weight, index) => {
    const output = outputOf(layer, index);
    largest[output] = Math.max(largest[output] ?? 0, Math.abs(weight));
  });
  return largest.map((weight) => (weight === 0 ? 1 : weight / LARGEST_INT8));
}
