import { describe, expect, it } from 'vitest';
import { attachMetadata } from './attach-metadata.ts';
import { type FlatbufferNode, type TableField, writeFlatbufferPrefix } from './flatbuffer-prefix.ts';
import { FlatbufferView } from './flatbuffer-view.ts';
import { mergeFaceMesh } from './merge-face-mesh.ts';
import { readTflite } from './read-tflite.ts';
import { ADDED_OPERATORS, MODEL } from './schema.data.ts';
import { TfliteEditor } from './tflite-editor.ts';

const table = (fields: readonly TableField[]): FlatbufferNode => ({ kind: 'table', fields });
const refer = (number: number, target: FlatbufferNode): TableField => ({ number, kind: 'reference', target });
const list = (items: readonly FlatbufferNode[]): FlatbufferNode => ({ kind: 'references', items });
const ints = (values: readonly number[]): FlatbufferNode => ({ kind: 'int32s', values });
const text = (value: string): FlatbufferNode => ({ kind: 'text', text: value });

/** A whole TFLite file: float inputs, one ADD with a constant, every input also an output. */
function craftModel(outputs: readonly (readonly number[])[], subgraphs = 1): Buffer {
  const tensors = outputs.map((shape, index) =>
    table([refer(0, ints(shape)), refer(3, text(`out${index}`))]),
  );
  const constant = table([
    refer(0, ints([2])),
    { number: 1, kind: 'int8', value: 2 },
    { number: 2, kind: 'uint32', value: 1 },
    refer(3, text('two')),
  ]);
  const graph = table([
    refer(0, list([...tensors, constant])),
    refer(1, ints([0])),
    refer(2, ints(outputs.map((_, index) => index))),
    refer(3, list([table([refer(1, ints([0, outputs.length])), refer(2, ints([0]))])])),
  ]);
  const data = Buffer.from(Int32Array.of(2, -2).buffer);
  const root = {
    kind: 'table',
    fields: [
      { number: 0, kind: 'uint32', value: 3 },
      refer(1, list([table([{ number: 0, kind: 'int8', value: 0 }])])),
      refer(2, list(Array.from({ length: subgraphs }, () => graph))),
      refer(3, text('crafted')),
      refer(4, list([table([]), table([refer(0, { kind: 'bytes', bytes: data })])])),
    ],
  } as const;
  return writeFlatbufferPrefix(root, new Uint8Array(0), { identifier: 'TFL3', alignment: 16 });
}

const CRAFTED = craftModel([[1, 4]]);

describe('readTflite', () => {
  it('gives tensors, constants and operators', () => {
    const graph = readTflite(CRAFTED);
    expect(graph.inputs).toEqual([0]);
    expect(graph.outputs).toEqual([0]);
    expect(graph.tensors[0]).toEqual({ name: 'out0', shape: [1, 4], type: 'float32' });
    expect(graph.tensors[1]).toMatchObject({ name: 'two', shape: [2], type: 'int32' });
    expect(Buffer.from(graph.tensors[1]?.data ?? []).readInt32LE(4)).toBe(-2);
    expect(graph.operators).toHaveLength(1);
    expect(graph.operators[0]).toMatchObject({ name: 'ADD', inputs: [0, 1], outputs: [0] });
    expect(graph.operators[0]?.options.int8(0, 9)).toBe(9);
  });

  it('refuses several subgraphs and files that are not TFLite', () => {
    expect(() => readTflite(craftModel([[1]], 2))).toThrow(/has 2 subgraphs/);
    expect(() => readTflite(Buffer.from('not a model'))).toThrow(/cut off or not a TFLite model/);
  });
});

describe('attachMetadata', () => {
  it('adds a named block and keeps the model', () => {
    const file = attachMetadata(CRAFTED, Buffer.from('metadata'));
    const view = new FlatbufferView(file);
    const [entry = 0] = view.tables(view.root(), MODEL.metadata);
    expect(view.text(entry, 0)).toBe('TFLITE_METADATA');
    const buffers = view.tables(view.root(), MODEL.buffers);
    expect(Buffer.from(view.byteVector(buffers[view.int32(entry, 1)] ?? 0, 0) ?? []).toString()).toBe(
      'metadata',
    );
    expect(view.text(view.root(), MODEL.description)).toBe('crafted');
    expect(readTflite(file).tensors).toEqual(readTflite(CRAFTED).tensors);
    expect(file.subarray(file.length - CRAFTED.length)).toEqual(CRAFTED);
  });
});

describe('TfliteEditor', () => {
  it('appends tensors, operators and outputs', () => {
    const editor = new TfliteEditor(CRAFTED);
    const indexes = editor.addInt32Constant('idx', [3, 0]);
    const picked = editor.addTensor('picked', [1, 2]);
    const options: readonly TableField[] = [{ number: 0, kind: 'uint32', value: 1 }];
    for (const output of [picked, picked]) {
      editor.addOperator({ kind: ADDED_OPERATORS.gather, inputs: [0, indexes], outputs: [output], options });
    }
    editor.setOutputs([picked]);
    const graph = readTflite(editor.build());
    expect(graph.outputs).toEqual([picked]);
    expect(graph.tensors[picked]).toMatchObject({ name: 'picked', shape: [1, 2], type: 'float32' });
    expect(graph.operators.map((operator) => operator.name)).toEqual(['ADD', 'GATHER', 'GATHER']);
    expect(graph.operators[1]?.options.int32(0, -1)).toBe(1);
    expect(Buffer.from(graph.tensors[indexes]?.data ?? []).readInt32LE(0)).toBe(3);
  });

  it('builds the same bytes every time', () => {
    expect(new TfliteEditor(CRAFTED).build()).toEqual(new TfliteEditor(CRAFTED).build());
  });
});

describe('mergeFaceMesh', () => {
  const shapes = [1404, 160, 142, 142, 10, 10, 1].map((size) => [1, 1, 1, size]);
  const region = (size: number) => ({ points: Array.from({ length: size }, (_, index) => index) });
  const iris = (first: number) => ({
    points: [0, 1, 2, 3, 4].map((index) => first + index),
    depthFrom: [33, 7],
  });
  const tables = {
    lips: region(80),
    leftEye: region(71),
    rightEye: region(71),
    leftIris: iris(468),
    rightIris: iris(473),
  };

  it('ends in 478 points and the presence score', () => {
    const graph = readTflite(mergeFaceMesh(craftModel(shapes), tables));
    const outputs = graph.outputs.map((index) => graph.tensors[index]);
    expect(outputs.map((tensor) => [tensor?.name, tensor?.shape])).toEqual([
      ['face_landmarks_478', [1, 1, 1, 1434]],
      ['out6', [1, 1, 1, 1]],
    ]);
    const added = graph.operators.slice(1).map((operator) => operator.name);
    expect(added).toEqual(['CONCATENATION', 'GATHER', 'MEAN', 'GATHER', 'MEAN', 'CONCATENATION', 'GATHER']);
  });

  it('takes refined x and y, keeps mesh depth, and gives irises the mean depth of the lids', () => {
    const graph = readTflite(mergeFaceMesh(craftModel(shapes), tables));
    const gather = graph.operators.at(-1);
    const data = Buffer.from(graph.tensors[gather?.inputs[1] ?? -1]?.data ?? []);
    const index = (point: number, axis: number) => data.readInt32LE(4 * (3 * point + axis));
    // Point 79 only lips refine; 70 the right eye refines last; 100 nothing refines.
    expect([index(79, 0), index(79, 1), index(79, 2)]).toEqual([1404 + 158, 1404 + 159, 239]);
    expect([index(70, 0), index(70, 2)]).toEqual([1404 + 160 + 142 + 140, 212]);
    expect([index(100, 0), index(100, 1), index(100, 2)]).toEqual([300, 301, 302]);
    const irisAt = 1404 + 160 + 142 + 142;
    expect([index(468, 0), index(468, 2)]).toEqual([irisAt, irisAt + 20]);
    expect([index(477, 1), index(477, 2)]).toEqual([irisAt + 19, irisAt + 21]);
  });

  it('refuses tables without depths for the irises', () => {
    const without = { ...tables, leftIris: { points: tables.leftIris.points } };
    expect(() => mergeFaceMesh(craftModel(shapes), without)).toThrow(/iris table names no points/);
  });
});
