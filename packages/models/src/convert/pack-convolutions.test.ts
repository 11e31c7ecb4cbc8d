import { describe, expect, it } from 'vitest';
import type { TfliteGraph, TfliteOperator, TfliteTensor } from '../model/tflite-model.ts';
import { packConvolutions } from './pack-convolutions.ts';

const NO_OPTIONS = new Uint8Array(0);

function floats(shape: readonly number[], ...values: number[]): TfliteTensor {
  return { name: 'constant', shape, type: 'float32', data: new Uint8Array(new Float32Array(values).buffer) };
}

function operator(name: string, inputs: readonly number[], stride: number): TfliteOperator {
  const options = {
    int8: () => 0,
    int32: (field: number, fallback: number) => (field === 1 ? stride : fallback),
  };
  return { name, inputs, outputs: [0], options, customOptions: NO_OPTIONS };
}

function graph(tensors: readonly TfliteTensor[], operators: readonly TfliteOperator[]): TfliteGraph {
  const picture: TfliteTensor = { name: 'picture', shape: [1, 2, 2, 2], type: 'float32' };
  return { tensors: [picture, ...tensors], inputs: [0], outputs: [0], operators };
}

describe('packConvolutions', () => {
  it('writes shapes, then scales and biases, then weights, layer by layer', () => {
    const file = packConvolutions(
      graph(
        // Two outputs of two inputs each; then two channels of their own under a window of one pixel.
        [
          floats([2, 1, 1, 2], 127, -63.5, 0, 2.54),
          floats([2], 1, 2),
          floats([1, 1, 1, 2], -1.27, 0),
          floats([2], 3, 4),
        ],
        [
          operator('CONV_2D', [0, 1, 2], 2),
          operator('RELU', [0], 1),
          operator('DEPTHWISE_CONV_2D', [0, 3, 4], 1),
        ],
      ),
    );
    const view = new DataView(file.buffer);
    expect(new TextDecoder().decode(file.subarray(0, 4))).toBe('PCV1');
    expect(view.getUint32(4, true)).toBe(2);
    const numbers = Array.from({ length: 10 }, (_, index) => view.getUint16(8 + 2 * index, true));
    expect(numbers).toEqual([0, 1, 2, 2, 2, 1, 1, 1, 2, 2]);
    const float = (index: number) => view.getFloat32(28 + 4 * index, true);
    expect([0, 1, 2, 3].map(float)).toEqual([1, Math.fround(0.02), 1, 2]);
    expect([4, 5, 6, 7].map(float)).toEqual([Math.fround(0.01), 1, 3, 4]);
    // Half-way values are rounded up.
    expect([...new Int8Array(file.buffer, 60)]).toEqual([127, -63, 0, 127, -127, 0]);
  });

  it('refuses what it cannot express', () => {
    const wide = graph([floats([1, 1, 2, 1], 1, 2), floats([1], 0)], [operator('CONV_2D', [0, 1, 2], 1)]);
    expect(() => packConvolutions(wide)).toThrow('CONV_2D with weights 1 × 1 × 2 × 1');
  });
});
