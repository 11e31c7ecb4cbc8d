/** Which program loads a model file. */
export type ModelAudience = 'browser' | 'engine' | 'both';

/** One input or output of a model. */
export interface TensorSpec {
  /** The tensor's name in the file. */
  readonly name: string;
  /** Size of each dimension, batch first. */
  readonly shape: readonly number[];
  readonly type: 'float32';
  /** Order of the dimensions of an image. */
  readonly layout?: 'NHWC' | 'NCHW';
  /** What the numbers are: unit, range, order. */
  readonly meaning: string;
}

/** How pixels become the input: `value = pixel × scale + offset`, pixel in 0…255. */
export interface ModelPreprocessing {
  readonly colour: 'RGB' | 'BGR' | 'GREY';
  readonly scale: number;
  readonly offset: number;
  /** Which part of the picture is cut out and what fills the part outside it. */
  readonly crop: string;
}

/** Where a decision starts; not an accuracy claim. */
export interface ModelThreshold {
  /** The quantity compared, computed from the outputs. */
  readonly quantity: string;
  readonly value: number;
  readonly unit: string;
  /** Which measurement it comes from. */
  readonly origin: string;
  /** ISO date of that measurement. */
  readonly date: string;
}

/** One model file: where it comes from, how to check it, how to feed it. */
export interface ModelEntry {
  /** Stable name by which programs ask for the model. */
  readonly name: string;
  /** Changes whenever the bytes change. */
  readonly version: string;
  /** File name beside `models.json`. */
  readonly file: string;
  /** npm packages the file is made from, `name@version`; several are joined by `+`. */
  readonly sourcePackage: string;
  /** SPDX name of the licence that the source packages declare. */
  readonly licence: string;
  /** Hex SHA-256 of the file. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly audience: ModelAudience;
  readonly input: TensorSpec;
  readonly preprocessing: ModelPreprocessing;
  readonly outputs: readonly TensorSpec[];
  readonly threshold?: ModelThreshold;
}

/** The content of `models.json`. */
export type ModelManifest = readonly ModelEntry[];
