import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { finderKernel } from '../build/finder-kernel.ts';
import { createFinderNetwork, type FinderOutput } from './finder-network.ts';
import { type PackedLayer, readPackedLayers } from './packed-layers.ts';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));
const WEIGHTS = new URL('../../../../public/models/face_finder.bin', import.meta.url);
const SIDE = 128;

interface Picture {
  readonly side: number;
  readonly channels: number;
  readonly values: Float64Array;
}

/** One convolution as a textbook writes it: TensorFlow's padding, which puts an odd pixel behind. */
function convolved(layer: PackedLayer, from: Picture): Picture {
  const { kind, side, stride, outputs, weights, scales, biases } = layer;
  const size = from.side / stride;
  const before = Math.floor(Math.max(0, (size - 1) * stride + side - from.side) / 2);
  const values = new Float64Array(size * size * outputs);
  for (let place = 0; place < size * size; place += 1)
    for (let output = 0; output < outputs; output += 1) {
      let sum = biases[output] ?? 0;
      for (let row = 0; row < side; row += 1)
        for (let column = 0; column < side; column += 1) {
          const y = Math.floor(place / size) * stride + row - before;
          const x = (place % size) * stride + column - before;
          if (y < 0 || x < 0 || y >= from.side || x >= from.side) continue;
          const at = (y * from.side + x) * from.channels;
          const window = (row * side + column) * from.channels;
          const first = kind === 'depthwise' ? output : 0;
          const last = kind === 'depthwise' ? output : from.channels - 1;
          const base = kind === 'depthwise' ? window : output * side * side * from.channels + window;
          let part = 0;
          for (let input = first; input <= last; input += 1)
            part += (weights[base + input] ?? 0) * (from.values[at + input] ?? 0);
          sum += (scales[output] ?? 0) * part;
        }
      values[place * outputs + output] = sum;
    }
  return { side: size, channels: outputs, values };
}

function largestOfFour({ side, channels, values }: Picture): Picture {
  const size = side / 2;
  const largest = Float64Array.from({ length: size * size * channels }, (_, index) => {
    const place = Math.floor(index / channels);
    const at = (2 * Math.floor(place / size) * side + 2 * (place % size)) * channels + (index % channels);
    const corners = [at, at + channels, at + side * channels, at + (side + 1) * channels];
    return Math.max(...corners.map((corner) => values[corner] ?? 0));
  });
  return { side: size, channels, values: largest };
}

const cut = (picture: Picture): Picture => ({
  ...picture,
  values: picture.values.map((value) => Math.max(0, value)),
});

/** The whole network, layer by layer. */
function expected(
  layers: readonly PackedLayer[],
  pixels: Uint8ClampedArray,
): Record<keyof FinderOutput, number[]> {
  const [stem, ...others] = layers;
  if (stem === undefined) throw new Error('no layers');
  const colours = Float64Array.from({ length: SIDE * SIDE * 3 }, (_, index) => {
    return (pixels[Math.floor(index / 3) * 4 + (index % 3)] ?? 0) / 127.5 - 1;
  });
  let now = cut(convolved(stem, { side: SIDE, channels: 3, values: colours }));
  const bySide = new Map<number, Picture>();
  for (let index = 0; index < others.length - 4; index += 2) {
    const [apart, across] = [others[index], others[index + 1]];
    if (apart === undefined || across === undefined) throw new Error('half a block');
    const before = apart.stride === 1 ? now : largestOfFour(now);
    const made = convolved(across, convolved(apart, now));
    made.values.forEach((value, at) => {
      const channel = at % made.channels;
      const added = before.values[Math.floor(at / made.channels) * before.channels + channel] ?? 0;
      made.values[at] = value + (channel < before.channels ? added : 0);
    });
    now = cut(made);
    bySide.set(now.side, now);
  }
  const heads = others.slice(-4).map((head, index) => {
    const from = bySide.get(index % 2 === 0 ? 16 : 8);
    return from === undefined ? [] : [...convolved(head, from).values];
  });
  const joined = (first: number) => [...(heads[first] ?? []), ...(heads[first + 1] ?? [])];
  return { scores: joined(0), regressors: joined(2) };
}

describe('the face finder', () => {
  let file: ArrayBuffer;
  let kernel: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    file = new Uint8Array(await readFile(WEIGHTS)).buffer;
    kernel = await finderKernel(PACKAGE);
  });

  it('computes what its layers say, on one picture after the other', async () => {
    const layers = readPackedLayers(file);
    const network = await createFinderNetwork(layers, kernel);
    const pixels = new Uint8ClampedArray(SIDE * SIDE * 4).map(
      (_, at) => (at * at * 31 + (at >> 9) * 57) % 256,
    );
    network.run(new Uint8ClampedArray(SIDE * SIDE * 4).fill(200));
    const { scores, regressors } = network.run(pixels);
    const right = expected(layers, pixels);
    const farthest = (ours: Float32Array, theirs: readonly number[]) =>
      ours.reduce((most, value, at) => Math.max(most, Math.abs(value - (theirs[at] ?? Number.NaN))), 0);
    expect(right.scores).toHaveLength(scores.length);
    expect(right.regressors).toHaveLength(regressors.length);
    // Logits reach 100: float32 in another order than float64.
    expect(farthest(scores, right.scores)).toBeLessThan(0.01);
    expect(farthest(regressors, right.regressors)).toBeLessThan(0.01);
  });

  it.each([
    ['another format', (bytes: Uint8Array) => bytes.fill(0x20, 0, 4), /begins with " {4}"/],
    [
      'half a file',
      (bytes: Uint8Array) => bytes.subarray(0, 50_000),
      /50000 bytes where its layers take \d+/,
    ],
    ['nearly nothing', (bytes: Uint8Array) => bytes.subarray(0, 40), /ends within its list of \d+ layers/],
  ])('refuses %s', (_, damage, message) => {
    const copy = damage(new Uint8Array(file.slice(0)));
    expect(() => readPackedLayers(copy.slice().buffer)).toThrow(message);
  });

  it('refuses layers of another network', async () => {
    const layers = readPackedLayers(file);
    await expect(createFinderNetwork(layers.slice(2), kernel)).rejects.toThrow('not those of BlazeFace');
    await expect(createFinderNetwork(layers.slice(0, -1), kernel)).rejects.toThrow('not those of BlazeFace');
  });
});
