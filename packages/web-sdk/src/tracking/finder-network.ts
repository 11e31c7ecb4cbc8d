import { BLAZE_FACE } from '@presence/face-geometry';
import { CaptureError } from '../model/capture-error.ts';
import type { PackedLayer } from './packed-layers.ts';

/** What assets/face-finder.wat exports. Addresses and distances in bytes. */
interface Kernel {
  convolve(...numbers: readonly number[]): void;
  depthwise(...numbers: readonly number[]): void;
  pool(...numbers: readonly number[]): void;
}

export interface FinderOutput {
  /** 896 x 16 numbers, as face-geometry's `decodeDetections` takes them. */
  readonly regressors: Float32Array;
  /** 896 logits. */
  readonly scores: Float32Array;
}

/** BlazeFace short range on one picture after the other. */
export interface FinderNetwork {
  /** @param pixels 128 x 128 RGBA, rows from the top. The result is overwritten by the next call. */
  run(pixels: Uint8ClampedArray): FinderOutput;
}

/** A picture of channels with a border of one zero pixel on every side, so that windows may reach over its edge. */
interface Plane {
  /** Pixels of a side without the border. */
  readonly side: number;
  /** Address of the first pixel behind the border. */
  readonly inside: number;
  readonly line: number;
  readonly step: number;
}

const FLOAT = 4;
const PAGE = 65_536;
/** The kernel works on eight outputs at a time. */
const GROUP = 8;
const INPUT_CHANNELS = 3;
/** The first layer's window of 5 at stride 2 reaches one pixel over the near edges and two over the far ones. */
const INPUT_BORDER = { near: 1, both: 3 };
const HEADS = 4;

/**
 * Lays the network out in the kernel's memory. Its shape is BlazeFace's: one full convolution; blocks of a depthwise and a full
 * one, to which the block's input is added; then scores of the large and the small cells, and boxes of the large and the small.
 *
 * @throws CaptureError `internal_error` when the layers are others; WebAssembly's errors when the kernel cannot be used.
 */
export async function createFinderNetwork(
  layers: readonly PackedLayer[],
  kernelCode: BufferSource,
): Promise<FinderNetwork> {
  const layout = new Layout(layers);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(layout.bytes / PAGE) });
  const { instance } = await WebAssembly.instantiate(kernelCode, { finder: { memory } });
  // What the module in assets/ exports.
  const kernel = instance.exports as unknown as Kernel;
  const floats = new Float32Array(memory.buffer);
  layout.fill(floats);
  return {
    run: (pixels) => {
      layout.write(pixels, floats);
      for (const step of layout.steps) step(kernel);
      return layout.read(floats);
    },
  };
}

/** Where everything lies, and the calls that make one pass. */
class Layout {
  readonly steps: ((kernel: Kernel) => void)[] = [];
  #bytes = 0;
  readonly #fills: ((floats: Float32Array) => void)[] = [];
  readonly #inputAt: number;
  readonly #heads: {
    readonly at: number;
    readonly step: number;
    readonly outputs: number;
    readonly places: number;
  }[] = [];
  readonly #regressors = new Float32Array(BLAZE_FACE.anchors * BLAZE_FACE.valuesPerAnchor);
  readonly #scores = new Float32Array(BLAZE_FACE.anchors);

  constructor(layers: readonly PackedLayer[]) {
    const [stem, ...others] = layers;
    const blocks = others.slice(0, -HEADS);
    const heads = others.slice(-HEADS);
    if (stem === undefined || blocks.length % 2 === 1 || heads.length < HEADS) throw unknownShape();
    const inputSide = BLAZE_FACE.inputSize + INPUT_BORDER.both;
    this.#inputAt = this.#take(inputSide * inputSide * INPUT_CHANNELS);
    let plane = this.#stem(stem, inputSide * INPUT_CHANNELS * FLOAT);
    const bySide = new Map<number, Plane>();
    const gap = this.#take(plane.side * plane.side * GROUP * GROUP);
    const pooled = this.#take(plane.side * plane.side * GROUP * GROUP);
    for (let index = 0; index < blocks.length; index += 2) {
      const [apart, across] = [blocks[index], blocks[index + 1]];
      if (apart === undefined || across === undefined) throw unknownShape();
      plane = this.#block(plane, apart, across, { gap, pooled });
      bySide.set(plane.side, plane);
    }
    heads.forEach((head, index) => {
      const from = bySide.get(BLAZE_FACE.layers[index % 2 === 0 ? 0 : 1].cells);
      if (from === undefined) throw unknownShape();
      this.#head(from, head);
    });
    this.#checkHeads();
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Puts weights and biases into the memory. */
  fill(floats: Float32Array): void {
    for (const fill of this.#fills) fill(floats);
  }

  /** Colours become -1 to 1; the border stays zero. */
  write(pixels: Uint8ClampedArray, floats: Float32Array): void {
    const { inputSize } = BLAZE_FACE;
    const width = (inputSize + INPUT_BORDER.both) * INPUT_CHANNELS;
    let from = 0;
    for (let y = 0; y < inputSize; y += 1) {
      let to = this.#inputAt / FLOAT + (y + INPUT_BORDER.near) * width + INPUT_BORDER.near * INPUT_CHANNELS;
      for (let x = 0; x < inputSize; x += 1) {
        floats[to] = (pixels[from] ?? 0) / 127.5 - 1;
        floats[to + 1] = (pixels[from + 1] ?? 0) / 127.5 - 1;
        floats[to + 2] = (pixels[from + 2] ?? 0) / 127.5 - 1;
        to += INPUT_CHANNELS;
        from += 4;
      }
    }
  }

  read(floats: Float32Array): FinderOutput {
    const outputs = [this.#scores, this.#scores, this.#regressors, this.#regressors];
    const ends = new Map(outputs.map((output) => [output, 0]));
    this.#heads.forEach((head, index) => {
      const output = outputs[index] ?? this.#scores;
      let to = ends.get(output) ?? 0;
      for (let place = 0; place < head.places; place += 1) {
        const at = head.at / FLOAT + (place * head.step) / FLOAT;
        output.set(floats.subarray(at, at + head.outputs), to);
        to += head.outputs;
      }
      ends.set(output, to);
    });
    return { regressors: this.#regressors, scores: this.#scores };
  }

  #stem(layer: PackedLayer, inLine: number): Plane {
    if (layer.kind !== 'full' || layer.inputs !== INPUT_CHANNELS) throw unknownShape();
    const { side, stride } = layer;
    const plane = this.#plane(BLAZE_FACE.inputSize / stride, layer.outputs);
    const { weights, biases } = this.#full(layer, side * INPUT_CHANNELS);
    const input = [this.#inputAt, stride * inLine, stride * INPUT_CHANNELS * FLOAT, inLine];
    const call = [...input, side, side * INPUT_CHANNELS, weights, biases, 0, 0, 0, ...output(plane), 1];
    this.steps.push((kernel) => kernel.convolve(...call));
    return plane;
  }

  #block(from: Plane, apart: PackedLayer, across: PackedLayer, free: { gap: number; pooled: number }): Plane {
    if (apart.kind !== 'depthwise' || across.kind !== 'full' || across.side !== 1) throw unknownShape();
    const { stride } = apart;
    const side = from.side / stride;
    const plane = this.#plane(side, across.outputs);
    const { weights, biases } = this.#depthwise(apart);
    // Padding is one pixel on every side; at stride 2, where the window would not fill an even side, only on the far ones.
    const near = stride === 1 ? from.line + from.step : 0;
    const window = [from.inside - near, stride * from.line, stride * from.step, from.step, from.line];
    const first = [...window, weights, biases, free.gap, side, side];
    this.steps.push((kernel) => kernel.depthwise(...first));
    let skip = [from.inside, from.line, from.step];
    if (stride !== 1) {
      const pool = [from.inside, stride * from.line, from.step, from.line, free.pooled, side, side];
      this.steps.push((kernel) => kernel.pool(...pool));
      skip = [free.pooled, side * from.step, from.step];
    }
    const full = this.#full(across, from.step / FLOAT);
    const input = [free.gap, side * from.step, from.step, 0, 1, from.step / FLOAT];
    const second = [...input, full.weights, full.biases, ...skip, ...output(plane), 1];
    this.steps.push((kernel) => kernel.convolve(...second));
    return plane;
  }

  #head(from: Plane, layer: PackedLayer): void {
    if (layer.kind !== 'full' || layer.side !== 1) throw unknownShape();
    const { side } = from;
    const step = grouped(layer.outputs) * FLOAT;
    const at = this.#take((side * side * step) / FLOAT);
    const { weights, biases } = this.#full(layer, from.step / FLOAT);
    const input = [from.inside, from.line, from.step, 0, 1, from.step / FLOAT];
    const call = [...input, weights, biases, 0, 0, 0, at, side * step, step, side, side, 0];
    this.steps.push((kernel) => kernel.convolve(...call));
    this.#heads.push({ at, step, outputs: layer.outputs, places: side * side });
  }

  #checkHeads(): void {
    const numbers = this.#heads.map(({ outputs, places }) => outputs * places);
    const [largeScores = 0, smallScores = 0, largeBoxes = 0, smallBoxes = 0] = numbers;
    const fits =
      largeScores + smallScores === this.#scores.length &&
      largeBoxes + smallBoxes === this.#regressors.length;
    if (!fits) throw unknownShape();
  }

  #plane(side: number, channels: number): Plane {
    const step = grouped(channels) * FLOAT;
    const line = (side + 2) * step;
    const at = this.#take(((side + 2) * line) / FLOAT);
    return { side, inside: at + line + step, line, step };
  }

  /** Weights in the kernel's order, widened to floats; `run` numbers of each window row, of which the last may be padding. */
  #full({ side, inputs, outputs, weights, scales, biases }: PackedLayer, run: number) {
    const groups = grouped(outputs) / GROUP;
    const weightsAt = this.#take(groups * side * run * GROUP);
    const biasesAt = this.#take(groups * GROUP);
    const row = side * inputs;
    this.#fills.push((floats) => {
      floats.set(biases, biasesAt / FLOAT);
      for (let output = 0; output < outputs; output += 1) {
        const scale = scales[output] ?? 0;
        const base = weightsAt / FLOAT + Math.floor(output / GROUP) * side * run * GROUP + (output % GROUP);
        for (let y = 0; y < side; y += 1)
          for (let x = 0; x < row; x += 1)
            floats[base + (y * run + x) * GROUP] = scale * (weights[(output * side + y) * row + x] ?? 0);
      }
    });
    return { weights: weightsAt, biases: biasesAt };
  }

  #depthwise({ side, inputs, weights, scales, biases }: PackedLayer) {
    const channels = grouped(inputs);
    const weightsAt = this.#take(side * side * channels);
    const biasesAt = this.#take(channels);
    this.#fills.push((floats) => {
      floats.set(biases, biasesAt / FLOAT);
      for (let place = 0; place < side * side; place += 1)
        for (let channel = 0; channel < inputs; channel += 1)
          floats[weightsAt / FLOAT + place * channels + channel] =
            (scales[channel] ?? 0) * (weights[place * inputs + channel] ?? 0);
    });
    return { weights: weightsAt, biases: biasesAt };
  }

  /** Address of so many floats, all zero. */
  #take(floats: number): number {
    const at = this.#bytes;
    this.#bytes += Math.ceil((floats * FLOAT) / 16) * 16;
    return at;
  }
}

function output({ inside, line, step, side }: Plane): readonly number[] {
  return [inside, line, step, side, side];
}

/** Channels as the kernel counts them: the ones added stay zero. */
function grouped(channels: number): number {
  return Math.ceil(channels / GROUP) * GROUP;
}

function unknownShape(): CaptureError {
  return new CaptureError(
    'internal_error',
    "The face finder's weights are not those of BlazeFace short range.",
  );
}
