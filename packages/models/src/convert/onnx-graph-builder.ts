import onnxProto, { type onnx } from 'onnx-proto';

const { AttributeProto, ModelProto, TensorProto } = onnxProto.onnx;

/** Operator set 16 is the first with GridSample (https://onnx.ai/onnx/operators/onnx__GridSample.html). */
const OPERATOR_SET = 16;
/** The intermediate representation that ONNX 1.11 introduced together with operator set 16. */
const IR_VERSION = 8;

/** An attribute's value; `{ float }` tells a float from an integer. */
export type AttributeValue = string | number | readonly number[] | { readonly float: number };

/**
 * Collects the nodes of an ONNX graph. Methods give back the name of the value they made, so that calls nest like the
 * expression they stand for. Names are counted, never random: equal calls give an equal file.
 */
export class OnnxGraphBuilder {
  readonly #nodes: onnx.INodeProto[] = [];
  readonly #initializers: onnx.ITensorProto[] = [];
  readonly #inputs: onnx.IValueInfoProto[] = [];
  readonly #outputs: onnx.IValueInfoProto[] = [];
  readonly #integerLists = new Map<string, string>();
  #counter = 0;

  /** Adds a node with one output and gives its name; an empty input name leaves an optional input out. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
    output: string = this.#fresh(operator.toLowerCase()),
  ): string {
    this.#nodes.push({
      opType: operator,
      name: `${output}_${operator}`,
      input: [...inputs],
      output: [output],
      attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
    });
    return output;
  }

  /** A float constant. */
  floats(values: ArrayLike<number>, shape: readonly number[], name: string = this.#fresh('floats')): string {
    const data = Buffer.alloc(4 * values.length);
    for (let index = 0; index < values.length; index++) {
      data.writeFloatLE(values[index] ?? 0, 4 * index);
    }
    this.#initializers.push({ name, dims: [...shape], dataType: TensorProto.DataType.FLOAT, rawData: data });
    return name;
  }

  /** A one-element float constant. */
  float(value: number): string {
    return this.floats([value], [1]);
  }

  /** A 64-bit integer list (axes, shapes, indexes); equal lists are stored once. */
  integers(values: readonly number[]): string {
    const key = values.join();
    const known = this.#integerLists.get(key);
    if (known !== undefined) {
      return known;
    }
    const name = this.#fresh('integers');
    const data = Buffer.alloc(8 * values.length);
    for (const [index, value] of values.entries()) {
      data.writeBigInt64LE(BigInt(value), 8 * index);
    }
    this.#initializers.push({
      name,
      dims: [values.length],
      dataType: TensorProto.DataType.INT64,
      rawData: data,
    });
    this.#integerLists.set(key, name);
    return name;
  }

  /** Moves the channels of an image batch from last to second place. */
  channelsFirst(value: string): string {
    return this.node('Transpose', [value], { perm: [0, 3, 1, 2] });
  }

  /** Moves the channels of an image batch from second to last place. */
  channelsLast(value: string): string {
    return this.node('Transpose', [value], { perm: [0, 2, 3, 1] });
  }

  addInput(name: string, shape: readonly number[]): void {
    this.#inputs.push(floatValue(name, shape));
  }

  addOutput(name: string, shape: readonly number[]): void {
    this.#outputs.push(floatValue(name, shape));
  }

  /** The finished model file. */
  encode(graphName: string): Buffer {
    const model = ModelProto.create({
      irVersion: IR_VERSION,
      producerName: 'presence-models',
      opsetImport: [{ domain: '', version: OPERATOR_SET }],
      graph: {
        name: graphName,
        node: this.#nodes,
        initializer: this.#initializers,
        input: this.#inputs,
        output: this.#outputs,
      },
    });
    return Buffer.from(ModelProto.encode(model).finish());
  }

  #fresh(stem: string): string {
    return `${stem}_${this.#counter++}`;
  }
}

function attribute(name: string, value: AttributeValue): onnx.IAttributeProto {
  const { AttributeType } = AttributeProto;
  if (typeof value === 'string') {
    return { name, type: AttributeType.STRING, s: Buffer.from(value) };
  }
  if (typeof value === 'number') {
    return { name, type: AttributeType.INT, i: value };
  }
  if ('float' in value) {
    return { name, type: AttributeType.FLOAT, f: value.float };
  }
  return { name, type: AttributeType.INTS, ints: [...value] };
}

function floatValue(name: string, shape: readonly number[]): onnx.IValueInfoProto {
  return {
    name,
    type: {
      tensorType: {
        elemType: TensorProto.DataType.FLOAT,
        shape: { dim: shape.map((dimValue) => ({ dimValue })) },
      },
    },
  };
}
