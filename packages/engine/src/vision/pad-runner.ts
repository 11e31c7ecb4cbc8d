import type { PixelImage } from '@presence/face-geometry';
import type { BoundingBox } from '@presence/protocol';
import { Tensor } from 'onnxruntime-node';
import { EngineError } from '../model/engine-error.ts';
import type { PadModel, PerChannel } from '../model/pad-model.ts';
import { areaCrop } from './area-crop.ts';
import type { Model } from './model-session.ts';
import { softmax, viewOf } from './spoof-model.ts';

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
  const { size, layout } = pad.input;
  const rgb = areaCrop(image, viewOf(image, box, pad.crop), size);
  const shape = layout === 'nchw' ? [1, 3, size, size] : [1, size, size, 3];
  try {
    const outputs = await model.run(new Tensor('float32', padInput(rgb, pad.input), shape));
    return liveShare(outputs.ofLength(pad.output.length), pad.output);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError(
      'config_invalid',
      `Model ${pad.name} (ENGINE_PAD_MODELS) is not what its manifest says: ${why}. Correct its input or output; see docs/models.md.`,
      { cause },
    );
  }
}

/** Probability of a live person (0..1) in what a model gave. */
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
  return activation === 'sigmoid' ? 1 / (1 + Math.exp(-value)) : Math.min(1, Math.max(0, value));
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
