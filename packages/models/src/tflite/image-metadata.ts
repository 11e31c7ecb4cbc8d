import { Builder, type Offset } from 'flatbuffers';

/** What MediaPipe Tasks must know about an image model. */
export interface ImageModelDescription {
  readonly name: string;
  readonly description: string;
  /** Input value = (pixel − mean) / deviation, pixel in 0…255. */
  readonly mean: number;
  readonly deviation: number;
  /** One name for each output, in order. */
  readonly outputNames: readonly string[];
}

// Field numbers and union members of MediaPipe's metadata_schema.fbs (file identifier M001).
const FILE_IDENTIFIER = 'M001';
const PROCESS_UNIT_NORMALIZATION = 1;
const CONTENT_IMAGE = 2;
const COLOUR_RGB = 1;

/** Encodes the `TFLITE_METADATA` block of a model with one RGB image as input. */
export function encodeImageMetadata(model: ImageModelDescription): Uint8Array {
  const builder = new Builder(1024);
  const input = addImageInput(builder, model);
  const outputs = model.outputNames.map((outputName) => {
    const name = builder.createString(outputName);
    return table(builder, 7, [[0, name]]);
  });
  const inputs = references(builder, [input]);
  const outputVector = references(builder, outputs);
  const subgraph = table(builder, 10, [
    [2, inputs],
    [3, outputVector],
  ]);
  const subgraphs = references(builder, [subgraph]);
  const name = builder.createString(model.name);
  const description = builder.createString(model.description);
  const version = builder.createString('1.0.0');
  const root = table(builder, 8, [
    [0, name],
    [1, description],
    [3, subgraphs],
    [7, version],
  ]);
  builder.finish(root, FILE_IDENTIFIER);
  return builder.asUint8Array();
}

/** TensorMetadata of the image: name, RGB content, NormalizationOptions. */
function addImageInput(builder: Builder, model: ImageModelDescription): Offset {
  const mean = floats(builder, [model.mean]);
  const deviation = floats(builder, [model.deviation]);
  const normalization = table(builder, 2, [
    [0, mean],
    [1, deviation],
  ]);
  const processUnit = union(builder, [0, 1], PROCESS_UNIT_NORMALIZATION, normalization, 2);
  const processUnits = references(builder, [processUnit]);
  builder.startObject(2);
  builder.addFieldInt8(0, COLOUR_RGB, 0);
  const image = builder.endObject();
  const content = union(builder, [0, 1], CONTENT_IMAGE, image, 3);
  const name = builder.createString('image');
  return table(builder, 7, [
    [0, name],
    [3, content],
    [4, processUnits],
  ]);
}

function table(builder: Builder, fieldCount: number, fields: readonly (readonly [number, Offset])[]): Offset {
  builder.startObject(fieldCount);
  for (const [number, offset] of fields) {
    builder.addFieldOffset(number, offset, 0);
  }
  return builder.endObject();
}

/** A table that starts with a union: its type in one field, its value in the next. */
function union(
  builder: Builder,
  [typeField, valueField]: readonly [number, number],
  type: number,
  value: Offset,
  fieldCount: number,
): Offset {
  builder.startObject(fieldCount);
  builder.addFieldInt8(typeField, type, 0);
  builder.addFieldOffset(valueField, value, 0);
  return builder.endObject();
}

function references(builder: Builder, offsets: readonly Offset[]): Offset {
  builder.startVector(4, offsets.length, 4);
  for (const offset of offsets.toReversed()) {
    builder.addOffset(offset);
  }
  return builder.endVector();
}

function floats(builder: Builder, values: readonly number[]): Offset {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) {
    builder.addFloat32(value);
  }
  return builder.endVector();
}
