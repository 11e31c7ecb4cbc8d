import { encode } from 'flatbuffers/js/flexbuffers.js';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { TfliteGraph, TfliteTensor } from '../model/tflite-model.ts';
import { convertTflite } from './convert-tflite.ts';

type Numbers = readonly number[];

function floats(shape: Numbers, values: Numbers): TfliteTensor {
  return { name: 'floats', shape, type: 'float32', data: new Uint8Array(Float32Array.from(values).buffer) };
}

function halves(shape: Numbers, values: Numbers): TfliteTensor {
  return { name: 'halves', shape, type: 'float16', data: new Uint8Array(Uint16Array.from(values).buffer) };
}

function ints(values: Numbers): TfliteTensor {
  return {
    name: 'ints',
    shape: [values.length],
    type: 'int32',
    data: new Uint8Array(Int32Array.from(values).buffer),
  };
}

interface Step {
  readonly name: string;
  readonly inputs: Numbers;
  readonly output: number;
  readonly options?: Readonly<Record<number, number>>;
  readonly custom?: Readonly<Record<string, unknown>>;
}

/** Tensor 0 is the input, tensor 1 the output; the others follow. */
function graphOf(
  shapes: { input: Numbers; output: Numbers },
  others: readonly TfliteTensor[],
  steps: readonly Step[],
): TfliteGraph {
  const value = (shape: Numbers): TfliteTensor => ({ name: 'value', shape, type: 'float32' });
  return {
    tensors: [value(shapes.input), value(shapes.output), ...others],
    inputs: [0],
    outputs: [1],
    operators: steps.map(({ name, inputs, output, options = {}, custom }) => {
      const option = (field: number, fallback: number) => options[field] ?? fallback;
      return {
        name,
        inputs,
        outputs: [output],
        options: { int8: option, int32: option },
        customOptions: custom === undefined ? new Uint8Array(0) : encode(custom),
      };
    }),
  };
}

async function run(graph: TfliteGraph, input: Numbers): Promise<number[]> {
  const shape = (index: number) => graph.tensors[index]?.shape ?? [];
  const ports = {
    graphName: 'test',
    input: { name: 'in', shape: shape(0) },
    outputs: [{ name: 'out', shape: shape(1) }],
  };
  const session = await InferenceSession.create(convertTflite(graph, ports), { logSeverityLevel: 3 });
  try {
    const { out } = await session.run({ in: new Tensor('float32', Float32Array.from(input), [...shape(0)]) });
    expect(out?.dims).toEqual(shape(1));
    return out?.data instanceof Float32Array ? [...out.data] : [];
  } finally {
    await session.release();
  }
}

const close = (values: Numbers): unknown => values.map((value) => expect.closeTo(value, 4));
const count = (length: number, first = 1): number[] => Array.from({ length }, (_, index) => first + index);

describe('convertTflite: built-in operators', () => {
  it('CONV_2D with SAME padding, stride 2, bias and fused RELU, in NHWC', async () => {
    // 3 × 3 picture of two channels (n, 10n); one filter of 2 × 2 that sums channel 0 and subtracts channel 1 at its first place.
    const input = count(9).flatMap((n) => [n, 10 * n]);
    const weights = floats([1, 2, 2, 2], [1, -1, 1, 0, 1, 0, 1, 0]);
    const graph = graphOf(
      { input: [1, 3, 3, 2], output: [1, 2, 2, 1] },
      [weights, floats([1], [50])],
      [{ name: 'CONV_2D', inputs: [0, 2, 3], output: 1, options: { 0: 0, 1: 2, 2: 2, 3: 1 } }],
    );
    // SAME pads one row and column after: (1+2+4+5−10+50), (3+6−30+50), (7+8−70+50 < 0), (9−90+50 < 0).
    expect(await run(graph, input)).toEqual([52, 29, 0, 0]);
  });

  it('CONV_2D with VALID padding, dilation and no bias', async () => {
    const weights = floats([1, 2, 2, 1], [1, 2, 3, 4]);
    const graph = graphOf(
      { input: [1, 3, 3, 1], output: [1, 1, 1, 1] },
      [weights],
      [{ name: 'CONV_2D', inputs: [0, 2, -1], output: 1, options: { 0: 1, 4: 2, 5: 2 } }],
    );
    expect(await run(graph, count(9))).toEqual([1 + 2 * 3 + 3 * 7 + 4 * 9]);
  });

  it('DEPTHWISE_CONV_2D with half-precision weights behind DEQUANTIZE', async () => {
    // Weights by place then channel: channel 0 has 1, 1; channel 1 has 2, −2.
    const half = halves([1, 1, 2, 2], [0x3c00, 0x4000, 0x3c00, 0xc000]);
    const widened: TfliteTensor = { name: 'widened', shape: [1, 1, 2, 2], type: 'float32' };
    const graph = graphOf(
      { input: [1, 1, 2, 2], output: [1, 1, 1, 2] },
      [half, widened],
      [
        { name: 'DEQUANTIZE', inputs: [2], output: 3 },
        { name: 'DEPTHWISE_CONV_2D', inputs: [0, 3], output: 1, options: { 0: 1, 1: 1, 2: 1, 3: 1 } },
      ],
    );
    expect(await run(graph, [1, 10, 2, 30])).toEqual([3, -40]);
  });

  it('MAX_POOL_2D', async () => {
    const graph = graphOf(
      { input: [1, 2, 2, 2], output: [1, 1, 1, 2] },
      [],
      [{ name: 'MAX_POOL_2D', inputs: [0], output: 1, options: { 0: 1, 1: 2, 2: 2, 3: 2, 4: 2 } }],
    );
    expect(await run(graph, [1, -1, 5, -9, 2, -3, 4, -2])).toEqual([5, -1]);
  });

  it('ADD with a constant, MUL with itself, RELU, PRELU for each channel', async () => {
    const middle: TfliteTensor = { name: 'middle', shape: [1, 1, 2, 2], type: 'float32' };
    const shape = { input: [1, 1, 2, 2], output: [1, 1, 2, 2] };
    const input = [1, -2, -3, 4];
    const added = graphOf(shape, [floats([2], [10, 20])], [{ name: 'ADD', inputs: [0, 2], output: 1 }]);
    expect(await run(added, input)).toEqual([11, 18, 7, 24]);
    const squared = graphOf(shape, [], [{ name: 'MUL', inputs: [0, 0], output: 1 }]);
    expect(await run(squared, input)).toEqual([1, 4, 9, 16]);
    const rectified = graphOf(
      shape,
      [middle],
      [
        { name: 'RELU', inputs: [0], output: 2 },
        { name: 'ADD', inputs: [0, 2], output: 1 },
      ],
    );
    expect(await run(rectified, input)).toEqual([2, -2, -3, 8]);
    const leaky = graphOf(
      shape,
      [floats([1, 1, 2], [0.5, 0.25])],
      [{ name: 'PRELU', inputs: [0, 2], output: 1 }],
    );
    expect(await run(leaky, input)).toEqual([1, -0.5, -1.5, 4]);
  });

  it('PAD turns pairs into befores and afters', async () => {
    const graph = graphOf(
      { input: [1, 2], output: [2, 5] },
      [ints([0, 1, 2, 1])],
      [{ name: 'PAD', inputs: [0, 2], output: 1 }],
    );
    expect(await run(graph, [1, 2])).toEqual([0, 0, 1, 2, 0, 0, 0, 0, 0, 0]);
  });

  it('RESHAPE, CONCATENATION, GATHER and MEAN', async () => {
    const flat: TfliteTensor = { name: 'flat', shape: [1, 6], type: 'float32' };
    const joined: TfliteTensor = { name: 'joined', shape: [1, 8], type: 'float32' };
    const picked: TfliteTensor = { name: 'picked', shape: [1, 2], type: 'float32' };
    const others = [flat, joined, picked, floats([1, 2], [70, 80]), ints([7, 1]), ints([1])];
    const graph = graphOf({ input: [2, 3], output: [1, 1] }, others, [
      { name: 'RESHAPE', inputs: [0], output: 2 },
      { name: 'CONCATENATION', inputs: [2, 5], output: 3, options: { 0: 1 } },
      { name: 'GATHER', inputs: [3, 6], output: 4, options: { 0: 1 } },
      { name: 'MEAN', inputs: [4, 7], output: 1, options: { 0: 1 } },
    ]);
    expect(await run(graph, count(6))).toEqual([41]);
  });

  it('STRIDED_SLICE with masks', async () => {
    const others = [ints([0, 1]), ints([0, 0]), ints([1, 1])];
    const steps = (options: Record<number, number>) => [
      { name: 'STRIDED_SLICE', inputs: [0, 2, 3, 4], output: 1, options },
    ];
    const shrunk = graphOf({ input: [2, 3], output: [2] }, others, steps({ 0: 1, 1: 1, 4: 2 }));
    expect(await run(shrunk, count(6))).toEqual([2, 5]);
    const whole = graphOf({ input: [2, 3], output: [2, 2] }, others, steps({ 1: 3 }));
    expect(await run(whole, count(6))).toEqual([2, 3, 5, 6]);
    const ellipsis = graphOf({ input: [2, 3], output: [2, 2] }, others, steps({ 2: 1 }));
    await expect(run(ellipsis, count(6))).rejects.toMatchObject({ code: 'unsupported_model' });
  });

  it('refuses what it does not know, by name', async () => {
    const shape = { input: [1], output: [1] };
    const unknown = graphOf(shape, [], [{ name: 'SVDF', inputs: [0], output: 1 }]);
    await expect(run(unknown, [1])).rejects.toThrow(/no converter for operator SVDF/);
    const fused = graphOf(shape, [], [{ name: 'ADD', inputs: [0, 0], output: 1, options: { 0: 3 } }]);
    await expect(run(fused, [1])).rejects.toThrow(/ADD: fused activation 3/);
    const dynamic = graphOf(shape, [], [{ name: 'DEQUANTIZE', inputs: [0], output: 1 }]);
    await expect(run(dynamic, [1])).rejects.toThrow(/must be a constant/);
    expect(() =>
      convertTflite(unknown, { graphName: 'none', input: { name: 'in', shape: [1] }, outputs: [] }),
    ).toThrow(/do not match the ports of none/);
  });
});

describe('convertTflite: attention mesh operators', () => {
  const MATRIX_OPTIONS = {
    left_rotation_idx: 0,
    right_rotation_idx: 1,
    subset_idxs: [0, 1, 2, 3, 0],
    output_width: 8,
    output_height: 4,
    scale_x: 1.5,
    scale_y: 2,
    target_rotation_radians: 0,
  };

  function toMatrix(options: Record<string, unknown> = MATRIX_OPTIONS): TfliteGraph {
    return graphOf(
      { input: [1, 4, 3], output: [1, 4, 4] },
      [],
      [{ name: 'Landmarks2TransformMatrix', inputs: [0], output: 1, custom: options }],
    );
  }

  it('Landmarks2TransformMatrix puts the grid on the level box of the landmarks', async () => {
    // Box 2…12 × 1…5: centre (7, 3), scaled to 15 × 8, over a grid of 8 × 4.
    const matrix = await run(toMatrix(), [2, 3, 0, 12, 3, 0, 5, 1, 0, 5, 5, 0]);
    expect(matrix).toEqual(close([15 / 8, 0, 0, 7 - 7.5, 0, 8 / 4, 0, 3 - 4, 0, 0, 1, 0, 0, 0, 0, 1]));
  });

  it('Landmarks2TransformMatrix follows the turn of the line between two landmarks', async () => {
    const angle = 0.4;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const level = [
      [-5, 0],
      [5, 0],
      [0, -2],
      [0, 2],
    ] as const;
    const turned = level.flatMap(([x, y]) => [20 + x * cos - y * sin, 30 + x * sin + y * cos, 1]);
    const matrix = await run(toMatrix(), turned);
    const map = (x: number, y: number) =>
      [0, 4].map((row) => (matrix[row] ?? 0) * x + (matrix[row + 1] ?? 0) * y + (matrix[row + 3] ?? 0));
    expect(map(4, 2)).toEqual(close([20, 30]));
    // The grid's right edge lies half the scaled width (7.5) along the turned line.
    expect(map(8, 2)).toEqual(close([20 + 7.5 * cos, 30 + 7.5 * sin]));
    expect(map(4, 4)).toEqual(close([20 - 4 * sin, 30 + 4 * cos]));
  });

  it('Landmarks2TransformMatrix refuses options it cannot honour', async () => {
    const points = count(12);
    await expect(run(toMatrix({ ...MATRIX_OPTIONS, target_rotation_radians: 0.5 }), points)).rejects.toThrow(
      /target rotation/,
    );
    await expect(run(toMatrix({ ...MATRIX_OPTIONS, subset_idxs: 3 }), points)).rejects.toThrow(/subset_idxs/);
  });

  it('TransformTensorBilinear samples at pixel centres, between pixels and outside', async () => {
    // Map output pixel (x, y) to (x + ½, y) pixels further: half way between columns 0 and 1, then between column 1 and nothing.
    const matrix = floats([1, 4, 4], [1, 0, 0, 0.5, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    const graph = graphOf(
      { input: [1, 2, 2, 1], output: [1, 2, 2, 1] },
      [matrix],
      [
        {
          name: 'TransformTensorBilinear',
          inputs: [0, 2],
          output: 1,
          custom: { output_width: 2, output_height: 2 },
        },
      ],
    );
    expect(await run(graph, [10, 20, 30, 50])).toEqual(close([15, 10, 40, 25]));
  });

  it('TransformLandmarks maps points by the top rows of the matrix', async () => {
    const matrix = floats([1, 4, 4], [2, 1, 9, 100, 0, 3, 9, 200, 0, 0, 1, 0, 0, 0, 0, 1]);
    const graph = graphOf(
      { input: [1, 2, 2], output: [1, 2, 2] },
      [matrix],
      [{ name: 'TransformLandmarks', inputs: [0, 2], output: 1 }],
    );
    expect(await run(graph, [1, 2, 3, 4])).toEqual(close([104, 206, 110, 212]));
  });
});
