import { elementAt } from '../model/element-at.ts';
import { ModelBuildError } from '../model/model-build-error.ts';
import type { TfliteOperator } from '../model/tflite-model.ts';
import type { Conversion, OperatorConverter } from './conversion.ts';
import { toOutputInputHeightWidth } from './weights.ts';

// Field numbers of the option tables in tensorflow/lite/schema/schema.fbs.
const CONV_OPTIONS = {
  padding: 0,
  strideWidth: 1,
  strideHeight: 2,
  activation: 3,
  dilationWidth: 4,
  dilationHeight: 5,
};
const DEPTHWISE_OPTIONS = { ...CONV_OPTIONS, activation: 4, dilationWidth: 5, dilationHeight: 6 };
const POOL_OPTIONS = { padding: 0, strideWidth: 1, strideHeight: 2, width: 3, height: 4, activation: 5 };
const PADDING_SAME = 0;
const ACTIVATION_NONE = 0;
const ACTIVATION_RELU = 1;

/** Built-in TFLite operators of the face models as ONNX nodes. Images stay NHWC between operators. */
export const STANDARD_OPERATORS: Readonly<Record<string, OperatorConverter>> = {
  // Half-precision weights are widened once here instead of at each run.
  DEQUANTIZE: (conversion, operator) => {
    const constant = conversion.constant(conversion.input(operator, 0));
    conversion.setConstant(conversion.output(operator), constant);
  },
  CONV_2D: (conversion, operator) => convolution(conversion, operator, 'full'),
  DEPTHWISE_CONV_2D: (conversion, operator) => convolution(conversion, operator, 'depthwise'),
  MAX_POOL_2D: maxPool,
  ADD: (conversion, operator) => elementwise(conversion, operator, 'Add'),
  MUL: (conversion, operator) => elementwise(conversion, operator, 'Mul'),
  RELU: (conversion, operator) => {
    const input = conversion.value(conversion.input(operator, 0));
    conversion.graph.node('Relu', [input], {}, conversion.name(conversion.output(operator)));
  },
  PRELU: (conversion, operator) => {
    const inputs = [0, 1].map((place) => conversion.value(conversion.input(operator, place)));
    conversion.graph.node('PRelu', inputs, {}, conversion.name(conversion.output(operator)));
  },
  PAD: pad,
  RESHAPE: (conversion, operator) => {
    const output = conversion.output(operator);
    const shape = conversion.graph.integers(conversion.shape(output));
    const input = conversion.value(conversion.input(operator, 0));
    conversion.graph.node('Reshape', [input, shape], {}, conversion.name(output));
  },
  CONCATENATION: (conversion, operator) => {
    const inputs = operator.inputs.map((input) => conversion.value(input));
    const joined = conversion.graph.node('Concat', inputs, { axis: operator.options.int32(0, 0) });
    activate(conversion, operator, joined, operator.options.int8(1, 0));
  },
  GATHER: (conversion, operator) => {
    const from = conversion.value(conversion.input(operator, 0));
    const indexes = conversion.graph.integers(integerConstant(conversion, operator, 1));
    const axis = operator.options.int32(0, 0);
    conversion.graph.node('Gather', [from, indexes], { axis }, conversion.name(conversion.output(operator)));
  },
  MEAN: (conversion, operator) => {
    const attributes = {
      axes: integerConstant(conversion, operator, 1),
      keepdims: operator.options.int8(0, 0),
    };
    const input = conversion.value(conversion.input(operator, 0));
    conversion.graph.node('ReduceMean', [input], attributes, conversion.name(conversion.output(operator)));
  },
  STRIDED_SLICE: stridedSlice,
};

function convolution(conversion: Conversion, operator: TfliteOperator, kind: 'full' | 'depthwise'): void {
  const { graph } = conversion;
  const options = kind === 'full' ? CONV_OPTIONS : DEPTHWISE_OPTIONS;
  const input = conversion.input(operator, 0);
  const weights = conversion.constant(conversion.input(operator, 1));
  const [outer, height, width, inner] = [0, 1, 2, 3].map((axis) =>
    elementAt(weights.shape, axis, `${operator.name} weights`),
  );
  if (outer === undefined || height === undefined || width === undefined || inner === undefined) {
    throw new ModelBuildError('malformed_data', `${operator.name}: its weights do not have four dimensions.`);
  }
  const channels = elementAt(conversion.shape(input), 3, `${operator.name} input shape`);
  // Depthwise weights are 1 × height × width × channels: read as one output block whose "inputs" are the channels.
  const values = toOutputInputHeightWidth(weights.values, { outputs: outer, height, width, inputs: inner });
  const shape = kind === 'full' ? [outer, inner, height, width] : [inner, 1, height, width];
  const inputs = [graph.channelsFirst(conversion.value(input)), graph.floats(values, shape)];
  const bias = operator.inputs[2] ?? -1;
  if (bias >= 0) {
    inputs.push(conversion.value(bias));
  }
  const { int8, int32 } = operator.options;
  const result = graph.node('Conv', inputs, {
    auto_pad: int8(options.padding, PADDING_SAME) === PADDING_SAME ? 'SAME_UPPER' : 'VALID',
    strides: [int32(options.strideHeight, 1), int32(options.strideWidth, 1)],
    dilations: [int32(options.dilationHeight, 1), int32(options.dilationWidth, 1)],
    kernel_shape: [height, width],
    group: kind === 'full' ? 1 : channels,
  });
  activate(conversion, operator, graph.channelsLast(result), int8(options.activation, ACTIVATION_NONE));
}

function maxPool(conversion: Conversion, operator: TfliteOperator): void {
  const { graph } = conversion;
  const { int8, int32 } = operator.options;
  const input = graph.channelsFirst(conversion.value(conversion.input(operator, 0)));
  const result = graph.node('MaxPool', [input], {
    auto_pad: int8(POOL_OPTIONS.padding, PADDING_SAME) === PADDING_SAME ? 'SAME_UPPER' : 'VALID',
    strides: [int32(POOL_OPTIONS.strideHeight, 1), int32(POOL_OPTIONS.strideWidth, 1)],
    kernel_shape: [int32(POOL_OPTIONS.height, 1), int32(POOL_OPTIONS.width, 1)],
  });
  activate(conversion, operator, graph.channelsLast(result), int8(POOL_OPTIONS.activation, ACTIVATION_NONE));
}

function elementwise(conversion: Conversion, operator: TfliteOperator, name: 'Add' | 'Mul'): void {
  const inputs = [0, 1].map((place) => conversion.value(conversion.input(operator, place)));
  const result = conversion.graph.node(name, inputs);
  activate(conversion, operator, result, operator.options.int8(0, ACTIVATION_NONE));
}

/** TFLite lists (before, after) for each dimension, ONNX all befores and then all afters. */
function pad(conversion: Conversion, operator: TfliteOperator): void {
  const amounts = integerConstant(conversion, operator, 1);
  const befores = amounts.filter((_, index) => index % 2 === 0);
  const afters = amounts.filter((_, index) => index % 2 === 1);
  const input = conversion.value(conversion.input(operator, 0));
  const pads = conversion.graph.integers([...befores, ...afters]);
  conversion.graph.node('Pad', [input, pads], {}, conversion.name(conversion.output(operator)));
}

function stridedSlice(conversion: Conversion, operator: TfliteOperator): void {
  const { graph } = conversion;
  const input = conversion.input(operator, 0);
  const shape = conversion.shape(input);
  const { int32 } = operator.options;
  const [beginMask, endMask, ellipsisMask, newAxisMask, shrinkMask] = [0, 1, 2, 3, 4].map((field) =>
    int32(field, 0),
  );
  if (ellipsisMask || newAxisMask) {
    throw new ModelBuildError('unsupported_model', 'STRIDED_SLICE: ellipsis and new axes are not supported.');
  }
  const isSet = (mask: number | undefined, axis: number) => (((mask ?? 0) >> axis) & 1) === 1;
  const starts = integerConstant(conversion, operator, 1).map((start, axis) =>
    isSet(beginMask, axis) ? 0 : start,
  );
  const axes = starts.map((_, axis) => axis);
  const ends = integerConstant(conversion, operator, 2).map((end, axis) => {
    if (isSet(shrinkMask, axis)) {
      return elementAt(starts, axis, 'STRIDED_SLICE begin') + 1;
    }
    return isSet(endMask, axis) ? elementAt(shape, axis, 'STRIDED_SLICE shape') : end;
  });
  const steps = integerConstant(conversion, operator, 3);
  const lists = [starts, ends, axes, steps].map((list) => graph.integers(list));
  const slice = graph.node('Slice', [conversion.value(input), ...lists]);
  const dropped = axes.filter((axis) => isSet(shrinkMask, axis));
  const output = conversion.name(conversion.output(operator));
  if (dropped.length > 0) {
    graph.node('Squeeze', [slice, graph.integers(dropped)], {}, output);
  } else {
    graph.node('Identity', [slice], {}, output);
  }
}

/** Ends an operator: applies its fused activation and gives the result the output tensor's name. */
function activate(
  conversion: Conversion,
  operator: TfliteOperator,
  result: string,
  activation: number,
): void {
  const output = conversion.name(conversion.output(operator));
  if (activation === ACTIVATION_NONE) {
    conversion.graph.node('Identity', [result], {}, output);
  } else if (activation === ACTIVATION_RELU) {
    conversion.graph.node('Relu', [result], {}, output);
  } else {
    throw new ModelBuildError(
      'unsupported_model',
      `${operator.name}: fused activation ${activation} is not supported.`,
    );
  }
}

function integerConstant(conversion: Conversion, operator: TfliteOperator, place: number): number[] {
  return [...conversion.constant(conversion.input(operator, place)).values];
}
