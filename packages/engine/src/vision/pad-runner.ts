import type { PixelImage } from '@presence/face-geometry';
import type { BoundingBox } from '@presence/protocol';
import { Tensor } from 'onnxruntime-node';
import { EngineError } from '../model/engine-error.ts';
import type { PadModel, PerChannel } from '../model/pad-model.ts';
import { areaCrop } from './area-crop.ts';
import { loadModel, type Model } from './model-session.ts';
import { softmax, viewOf } from './spoof-model.ts';

/** By so much a probability may miss 0..1: networks reckon in 32 bits, some in 16. */
const ROUNDING = 0.01;

/**
 * Loads an operator's model and runs it once on nothing, in the shape its manifest gives: many networks leave the size open.
 *
 * @throws EngineError `config_invalid` when the file is no model, or one that does not take such an input.
 */
export async function loadPad(pad: PadModel): Promise<Model> {
  try {
    return await loadModel(pad.file, { shape: shapeOf(pad) });
  } catch (cause) {
    throw notAsDescribed(pad, cause);
  }
}

/**
 * Probability of a live person (0..1) that an operator's model gives the face of this box.
 *
 * @throws EngineError `config_invalid` when the model takes or gives something else than its manifest says.
 */
export async function padScore(
  model: Model,
  pad: PadModel,
  image: PixelImage,
  box: BoundingBox,
): Promise<number> {
  const rgb = areaCrop(image, viewOf(image, box, pad.crop), pad.input.size);
  try {
    const outputs = await model.run(new Tensor('float32', padInput(rgb, pad.input), shapeOf(pad)));
    const share = liveShare(outputs.ofLength(pad.output.length), pad.output);
    // A raw score taken for a probability would let everybody pass, or nobody.
    if (!(share >= -ROUNDING && share <= 1 + ROUNDING))
      throw new Error(
        `it answers ${share}, which is no probability with the activation "${pad.output.activation}"`,
      );
    return Math.min(1, Math.max(0, share));
  } catch (cause) {
    throw notAsDescribed(pad, cause);
  }
}

function shapeOf({ input: { size, layout } }: PadModel): readonly number[] {
  return layout === 'nchw' ? [1, 3, size, size] : [1, size, size, 3];
}

function notAsDescribed(pad: PadModel, cause: unknown): EngineError {
  return new EngineError(
    'config_invalid',
    `Model ${pad.name} (${pad.file}, ENGINE_PAD_MODELS) is not what its manifest says: ${reasonOf(cause)} Correct its file, input or output; see docs/models.md.`,
    { cause },
  );
}

/** What the runtime said, on one line, without what our loader advises for the models of the build. */
function reasonOf(cause: unknown): string {
  const inner = cause instanceof EngineError && cause.cause !== undefined ? cause.cause : cause;
  const said = inner instanceof Error ? inner.message : String(inner);
  return said
    .replace('; run npm run build again.', '')
    .replace(/\s+/g, ' ')
    .replace(/[. ]*$/, '.');
}

/** Probability of a live person in what a model gave: 0..1 if it gave what its manifest says. */
export function liveShare(numbers: Float32Array, { activation, live, attack }: PadModel['output']): number {
  const index = live ?? attack ?? 0;
  const share = probabilityOf(numbers, index, activation);
  return live === undefined ? 1 - share : share;
}

function probabilityOf(
  numbers: Float32Array,
  index: number,
  activation: PadModel['output']['activation'],
): number {
  if (activation === 'softmax') return softmax(numbers)[index] ?? 0;
  const value = numbers[index] ?? 0;
  return activation === 'sigmoid' ? 1 / (1 + Math.exp(-value)) : value;
}

/** Pixels (red, green, blue, row by row) in the order and range the model wants. */
export function padInput(
  rgb: Float32Array,
  { layout, channels, scale, offset }: PadModel['input'],
): Float32Array {
  const plane = rgb.length / 3;
  const input = new Float32Array(rgb.length);
  const [scales, offsets] = [eachOf(scale), eachOf(offset)];
  for (let pixel = 0; pixel < plane; pixel += 1)
    for (let colour = 0; colour < 3; colour += 1) {
      const from = channels === 'rgb' ? colour : 2 - colour;
      const value = (rgb[3 * pixel + from] ?? 0) * (scales[from] ?? 1) + (offsets[from] ?? 0);
      input[layout === 'nchw' ? colour * plane + pixel : 3 * pixel + colour] = value;
    }
  return input;
}

function eachOf(value: PerChannel): readonly number[] {
  return typeof value === 'number' ? [value, value, value] : value;
}
