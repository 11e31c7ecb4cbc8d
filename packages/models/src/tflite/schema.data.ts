// Numbers of the TFLite schema (tensorflow/lite/schema/schema.fbs, version 3; MediaPipe's metadata_schema.fbs), checked 2026-11-22.

/** Field numbers of the tables that are read or written here. */
export const MODEL = {
  version: 0,
  operatorCodes: 1,
  subgraphs: 2,
  description: 3,
  buffers: 4,
  metadataBuffer: 5,
  metadata: 6,
} as const;
export const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3, name: 4 } as const;
export const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3 } as const;
export const OPERATOR_CODE = { deprecatedCode: 0, customCode: 1, version: 2, code: 3 } as const;
export const OPERATOR = {
  opcodeIndex: 0,
  inputs: 1,
  outputs: 2,
  optionsType: 3,
  options: 4,
  customOptions: 5,
} as const;
export const BUFFER = { data: 0 } as const;
export const METADATA = { name: 0, buffer: 1 } as const;

/** Built-in operators by number; only those that occur in the face models. */
export const OPERATOR_NAMES: Readonly<Record<number, string>> = {
  0: 'ADD',
  2: 'CONCATENATION',
  3: 'CONV_2D',
  4: 'DEPTHWISE_CONV_2D',
  6: 'DEQUANTIZE',
  17: 'MAX_POOL_2D',
  18: 'MUL',
  19: 'RELU',
  22: 'RESHAPE',
  32: 'CUSTOM',
  34: 'PAD',
  36: 'GATHER',
  40: 'MEAN',
  45: 'STRIDED_SLICE',
  54: 'PRELU',
};

/** Numbers used when operators are added. */
export const ADDED_OPERATORS = {
  concatenation: { code: 2, optionsType: 10 },
  gather: { code: 36, optionsType: 23 },
  mean: { code: 40, optionsType: 27 },
} as const;

/** Tensor types by number. */
export const TENSOR_TYPES = { float32: 0, float16: 1, int32: 2 } as const;
