/** Element types that the face models use. */
export type TfliteTensorType = 'float32' | 'float16' | 'int32' | 'other';

export interface TfliteTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: TfliteTensorType;
  /** The constant's bytes, little endian; absent for values computed at run time. */
  readonly data?: Uint8Array;
}

/** Reads an operator's option table by field number (TFLite schema.fbs). */
interface OptionsReader {
  int8(field: number, fallback: number): number;
  int32(field: number, fallback: number): number;
}

export interface TfliteOperator {
  /** Name in the TFLite schema, such as `CONV_2D`, or the name of a custom operator. */
  readonly name: string;
  /** Tensor indexes; −1 stands for an input left out. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: OptionsReader;
  /** FlexBuffer with a custom operator's options; empty for built-in ones. */
  readonly customOptions: Uint8Array;
}

/** The first (and only) graph of a TFLite file. */
export interface TfliteGraph {
  readonly tensors: readonly TfliteTensor[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly operators: readonly TfliteOperator[];
}
