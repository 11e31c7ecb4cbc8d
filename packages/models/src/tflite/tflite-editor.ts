import { elementAt } from '../model/element-at.ts';
import { ModelBuildError } from '../model/model-build-error.ts';
import { type FlatbufferNode, type TableField, writeFlatbufferPrefix } from './flatbuffer-prefix.ts';
import { FlatbufferView } from './flatbuffer-view.ts';
import {
  BUFFER,
  METADATA,
  MODEL,
  OPERATOR,
  OPERATOR_CODE,
  SUBGRAPH,
  TENSOR,
  TENSOR_TYPES,
} from './schema.data.ts';

/** A built-in operator to append. */
export interface AddedOperator {
  /** Number in the schema's BuiltinOperator, and of its option table in BuiltinOptions. */
  readonly kind: { readonly code: number; readonly optionsType: number };
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: readonly TableField[];
}

/**
 * Appends tensors and operators to a TFLite model and changes its outputs. The old file stays verbatim behind a new root, so
 * the weights are not touched. Tensors are named by index, as in the file.
 */
export class TfliteEditor {
  readonly #model: Uint8Array;
  readonly #view: FlatbufferView;
  readonly #root: number;
  readonly #operatorCodes: FlatbufferNode[];
  readonly #tensors: FlatbufferNode[];
  readonly #operators: FlatbufferNode[];
  readonly #buffers: FlatbufferNode[];
  readonly #metadata: FlatbufferNode[];
  readonly #inputs: readonly number[];
  readonly #addedCodes = new Map<number, number>();
  #outputs: readonly number[];

  constructor(model: Uint8Array) {
    this.#model = model;
    this.#view = new FlatbufferView(model);
    this.#root = this.#view.root();
    const subgraph = elementAt(this.#view.tables(this.#root, MODEL.subgraphs), 0, 'TFLite subgraphs');
    this.#operatorCodes = this.#existing(this.#root, MODEL.operatorCodes);
    this.#buffers = this.#existing(this.#root, MODEL.buffers);
    this.#metadata = this.#existing(this.#root, MODEL.metadata);
    this.#tensors = this.#existing(subgraph, SUBGRAPH.tensors);
    this.#operators = this.#existing(subgraph, SUBGRAPH.operators);
    this.#inputs = this.#view.int32Vector(subgraph, SUBGRAPH.inputs);
    this.#outputs = this.#view.int32Vector(subgraph, SUBGRAPH.outputs);
  }

  get outputs(): readonly number[] {
    return this.#outputs;
  }

  setOutputs(tensors: readonly number[]): void {
    this.#outputs = tensors;
  }

  /** Adds a float tensor that is computed at run time. */
  addTensor(name: string, shape: readonly number[]): number {
    return this.#addTensor(name, shape, TENSOR_TYPES.float32, 0);
  }

  /** Adds a constant list of 32-bit integers. */
  addInt32Constant(name: string, values: readonly number[]): number {
    const bytes = Buffer.alloc(4 * values.length);
    for (const [index, value] of values.entries()) {
      bytes.writeInt32LE(value, 4 * index);
    }
    return this.#addTensor(name, [values.length], TENSOR_TYPES.int32, this.#addBuffer(bytes));
  }

  addOperator(operator: AddedOperator): void {
    this.#operators.push(
      table([
        { number: OPERATOR.opcodeIndex, kind: 'uint32', value: this.#codeIndex(operator.kind.code) },
        reference(OPERATOR.inputs, { kind: 'int32s', values: operator.inputs }),
        reference(OPERATOR.outputs, { kind: 'int32s', values: operator.outputs }),
        { number: OPERATOR.optionsType, kind: 'int8', value: operator.kind.optionsType },
        reference(OPERATOR.options, table(operator.options)),
      ]),
    );
  }

  addMetadata(name: string, bytes: Uint8Array): void {
    const buffer = this.#addBuffer(bytes);
    this.#metadata.push(
      table([
        reference(METADATA.name, { kind: 'text', text: name }),
        { number: METADATA.buffer, kind: 'uint32', value: buffer },
      ]),
    );
  }

  /** The edited file. The order of the fields is part of the pinned hash of `face_landmarker.task`. */
  build(): Buffer {
    const subgraph = table([
      reference(SUBGRAPH.tensors, list(this.#tensors)),
      reference(SUBGRAPH.inputs, { kind: 'int32s', values: this.#inputs }),
      reference(SUBGRAPH.outputs, { kind: 'int32s', values: this.#outputs }),
      reference(SUBGRAPH.operators, list(this.#operators)),
      reference(SUBGRAPH.name, { kind: 'text', text: 'main' }),
    ]);
    const description = this.#view.reference(this.#root, MODEL.description);
    const fields: TableField[] = [
      { number: MODEL.version, kind: 'uint32', value: this.#view.int32(this.#root, MODEL.version, 3) },
      reference(MODEL.operatorCodes, list(this.#operatorCodes)),
      reference(MODEL.subgraphs, list([subgraph])),
      reference(MODEL.buffers, list(this.#buffers)),
      reference(MODEL.metadata, list(this.#metadata)),
    ];
    if (description !== undefined) {
      fields.push(reference(MODEL.description, { kind: 'existing', position: description }));
    }
    return writeFlatbufferPrefix({ kind: 'table', fields }, this.#model, {
      identifier: 'TFL3',
      alignment: 64,
    });
  }

  #existing(parent: number, field: number): FlatbufferNode[] {
    return this.#view.tables(parent, field).map((position) => ({ kind: 'existing', position }));
  }

  #addTensor(name: string, shape: readonly number[], type: number, buffer: number): number {
    this.#tensors.push(
      table([
        reference(TENSOR.shape, { kind: 'int32s', values: shape }),
        { number: TENSOR.type, kind: 'int8', value: type },
        { number: TENSOR.buffer, kind: 'uint32', value: buffer },
        reference(TENSOR.name, { kind: 'text', text: name }),
      ]),
    );
    return this.#tensors.length - 1;
  }

  #addBuffer(bytes: Uint8Array): number {
    this.#buffers.push(table([reference(BUFFER.data, { kind: 'bytes', bytes })]));
    return this.#buffers.length - 1;
  }

  #codeIndex(code: number): number {
    let index = this.#addedCodes.get(code);
    if (index === undefined) {
      if (code > 127) {
        throw new ModelBuildError(
          'unsupported_model',
          `TFLite operator ${code} does not fit the one-byte field.`,
        );
      }
      this.#operatorCodes.push(
        table([
          { number: OPERATOR_CODE.deprecatedCode, kind: 'int8', value: code },
          { number: OPERATOR_CODE.version, kind: 'uint32', value: 1 },
          { number: OPERATOR_CODE.code, kind: 'uint32', value: code },
        ]),
      );
      index = this.#operatorCodes.length - 1;
      this.#addedCodes.set(code, index);
    }
    return index;
  }
}

function table(fields: readonly TableField[]): FlatbufferNode {
  return { kind: 'table', fields };
}

function reference(number: number, target: FlatbufferNode): TableField {
  return { number, kind: 'reference', target };
}

function list(items: readonly FlatbufferNode[]): FlatbufferNode {
  return { kind: 'references', items };
}
