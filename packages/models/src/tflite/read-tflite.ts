import { elementAt } from '../model/element-at.ts';
import { ModelBuildError } from '../model/model-build-error.ts';
import type { TfliteGraph, TfliteOperator, TfliteTensor, TfliteTensorType } from '../model/tflite-model.ts';
import { FlatbufferView } from './flatbuffer-view.ts';
import {
  BUFFER,
  MODEL,
  OPERATOR,
  OPERATOR_CODE,
  OPERATOR_NAMES,
  SUBGRAPH,
  TENSOR,
  TENSOR_TYPES,
} from './schema.data.ts';

const NO_BYTES = new Uint8Array(0);

/**
 * Decodes the graph of a TFLite file. Constants are views on the file's bytes.
 *
 * @throws ModelBuildError `malformed_data` for a damaged file, `unsupported_model` for more than one subgraph.
 */
export function readTflite(file: Uint8Array): TfliteGraph {
  const view = new FlatbufferView(file);
  const model = view.root();
  const subgraphs = view.tables(model, MODEL.subgraphs);
  const subgraph = subgraphs[0];
  if (subgraph === undefined || subgraphs.length > 1) {
    throw new ModelBuildError(
      'unsupported_model',
      `TFLite model: it has ${subgraphs.length} subgraphs, only models with one can be read.`,
    );
  }
  const buffers = view
    .tables(model, MODEL.buffers)
    .map((buffer) => view.byteVector(buffer, BUFFER.data) ?? NO_BYTES);
  const codes = view.tables(model, MODEL.operatorCodes).map((code) => operatorName(view, code));
  return {
    tensors: view.tables(subgraph, SUBGRAPH.tensors).map((tensor) => readTensor(view, tensor, buffers)),
    inputs: view.int32Vector(subgraph, SUBGRAPH.inputs),
    outputs: view.int32Vector(subgraph, SUBGRAPH.outputs),
    operators: view
      .tables(subgraph, SUBGRAPH.operators)
      .map((operator) => readOperator(view, operator, codes)),
  };
}

function readTensor(view: FlatbufferView, tensor: number, buffers: readonly Uint8Array[]): TfliteTensor {
  const data = elementAt(buffers, view.int32(tensor, TENSOR.buffer), 'TFLite buffers');
  const description = {
    name: view.text(tensor, TENSOR.name) ?? '',
    shape: view.int32Vector(tensor, TENSOR.shape),
    type: tensorType(view.int8(tensor, TENSOR.type)),
  };
  return data.length === 0 ? description : { ...description, data };
}

function tensorType(type: number): TfliteTensorType {
  switch (type) {
    case TENSOR_TYPES.float32:
      return 'float32';
    case TENSOR_TYPES.float16:
      return 'float16';
    case TENSOR_TYPES.int32:
      return 'int32';
    default:
      return 'other';
  }
}

function operatorName(view: FlatbufferView, operatorCode: number): string {
  // Numbers up to 127 may stand in the old one-byte field alone (schema.fbs, OperatorCode).
  const code = Math.max(
    view.int8(operatorCode, OPERATOR_CODE.deprecatedCode),
    view.int32(operatorCode, OPERATOR_CODE.code),
  );
  return view.text(operatorCode, OPERATOR_CODE.customCode) ?? OPERATOR_NAMES[code] ?? `operator ${code}`;
}

function readOperator(view: FlatbufferView, operator: number, codes: readonly string[]): TfliteOperator {
  const options = view.reference(operator, OPERATOR.options);
  return {
    name: elementAt(codes, view.int32(operator, OPERATOR.opcodeIndex), 'TFLite operator codes'),
    inputs: view.int32Vector(operator, OPERATOR.inputs),
    outputs: view.int32Vector(operator, OPERATOR.outputs),
    options: {
      int8: (field, fallback) => (options === undefined ? fallback : view.int8(options, field, fallback)),
      int32: (field, fallback) => (options === undefined ? fallback : view.int32(options, field, fallback)),
    },
    customOptions: view.byteVector(operator, OPERATOR.customOptions) ?? NO_BYTES,
  };
}
