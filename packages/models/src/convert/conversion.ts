import { elementAt } from '../model/element-at.ts';
import { ModelBuildError } from '../model/model-build-error.ts';
import type { TfliteGraph, TfliteOperator, TfliteTensor } from '../model/tflite-model.ts';
import { OnnxGraphBuilder } from './onnx-graph-builder.ts';
import { type Constant, widenHalves } from './weights.ts';

/** Converts one operator by adding nodes to the conversion's graph. */
export type OperatorConverter = (conversion: Conversion, operator: TfliteOperator) => void;

/** What operator converters share: the source graph, the graph being built, and the constants met so far. */
export class Conversion {
  readonly graph = new OnnxGraphBuilder();
  readonly #source: TfliteGraph;
  readonly #constants = new Map<number, Constant>();
  readonly #written = new Map<number, string>();

  constructor(source: TfliteGraph) {
    this.#source = source;
  }

  tensor(index: number): TfliteTensor {
    return elementAt(this.#source.tensors, index, 'TFLite tensors');
  }

  shape(index: number): readonly number[] {
    return this.tensor(index).shape;
  }

  /** An operator's input tensor index; throws when the input was left out. */
  input(operator: TfliteOperator, place: number): number {
    return elementAt(operator.inputs, place, `${operator.name} inputs`);
  }

  /** An operator's only output tensor index. */
  output(operator: TfliteOperator): number {
    return elementAt(operator.outputs, 0, `${operator.name} outputs`);
  }

  /** Name of a tensor that a node or the graph's input makes. */
  name(index: number): string {
    return `t${index}`;
  }

  /** Name of a tensor that may also be a constant, which is then written into the graph once. */
  value(index: number): string {
    const constant = this.findConstant(index);
    if (constant === undefined) {
      return this.name(index);
    }
    const { values, shape } = constant;
    const written =
      this.#written.get(index) ??
      (values instanceof Float32Array ? this.graph.floats(values, shape) : this.graph.integers([...values]));
    this.#written.set(index, written);
    return written;
  }

  constant(index: number): Constant {
    const constant = this.findConstant(index);
    if (constant === undefined) {
      throw new ModelBuildError(
        'unsupported_model',
        `TFLite model: tensor ${index} (${this.tensor(index).name}) must be a constant to be converted.`,
      );
    }
    return constant;
  }

  findConstant(index: number): Constant | undefined {
    const known = this.#constants.get(index);
    if (known !== undefined) {
      return known;
    }
    const tensor = this.tensor(index);
    if (tensor.data === undefined) {
      return undefined;
    }
    const constant = { values: decode(tensor, tensor.data), shape: tensor.shape };
    this.#constants.set(index, constant);
    return constant;
  }

  /** Lets a tensor stand for a constant: used to fold DEQUANTIZE away. */
  setConstant(index: number, constant: Constant): void {
    this.#constants.set(index, constant);
  }
}

function decode(tensor: TfliteTensor, data: Uint8Array): Constant['values'] {
  // Copied, because the file does not align its constants for typed arrays. (A Buffer's own slice() would not copy.)
  const bytes = new Uint8Array(data).buffer;
  switch (tensor.type) {
    case 'float32':
      return new Float32Array(bytes);
    case 'float16':
      return widenHalves(new Uint16Array(bytes));
    case 'int32':
      return new Int32Array(bytes);
    case 'other':
      throw new ModelBuildError(
        'unsupported_model',
        `TFLite model: constant ${tensor.name} is neither float nor int32.`,
      );
  }
}
