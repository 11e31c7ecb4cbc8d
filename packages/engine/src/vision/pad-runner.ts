import type { PixelImage } from '@presence/face-geometry';
import type { BoundingBox } from '@presence/protocol';
import { Tensor } from 'onnxruntime-node';
import type { PadModel } from '../model/pad-model.ts';
import { areaCrop } from './area-crop.ts';
import type { Model } from './model-session.ts';
import { softmax, viewOf } from './spoof-model.ts';

/** Probability of a live person (0..1) that an operator's model gives the face of this box. */
export async function padScore(
  model: Model,
  pad: PadModel,
  image: PixelImage,
  box: BoundingBox,
): Promise<number> {
  const { size, layout } = pad.input;
  const rgb = areaCrop(image, viewOf(image, box, pad.crop), size);
  const shape = layout === 'nchw' ? [1, 3, size, size] : [1, size, size, 3];
  const outputs = await model.run(new Tensor('float32', padInput(rgb, pad.input), shape));
  const numbers = outputs.ofLength(pad.output.length);
  const { activation, live } = pad.output;
  if (activation === 'softmax') return softmax(numbers)[live] ?? 0;
  const value = numbers[live] ?? 0;
  return activation === 'sigmoid' ? 1 / (1 + Math.exp(-value)) : Math.min(1, Math.max(0, value));
}

/** Pixels (red, green, blue, row by row) in the order and range the model wants. */
export function padInput(
  rgb: Float32Array,
  { layout, channels, scale, offset }: PadModel['input'],
): Float32Array {
  const plane = rgb.length / 3;
  const input = new Float32Array(rgb.length);
  for (let pixel = 0; pixel < plane; pixel += 1)
    for (let colour = 0; colour < 3; colour += 1) {
      const value = (rgb[3 * pixel + (channels === 'rgb' ? colour : 2 - colour)] ?? 0) * scale + offset;
      input[layout === 'nchw' ? colour * plane + pixel : 3 * pixel + colour] = value;
    }
  return input;
}
