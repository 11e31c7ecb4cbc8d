import type { PixelImage } from '@presence/face-geometry';
import type { BoundingBox } from '@presence/protocol';
import { Tensor } from 'onnxruntime-node';
import { areaCrop, type Square } from './area-crop.ts';
import { type Gains, lightGains } from './face-light.ts';
import type { Model } from './model-session.ts';
import { smoothCrop } from './smooth-crop.ts';
import { FACE_SQUARE, SPOOF_VIEWS } from './spoof-views.data.ts';

/**
 * Probability of a live person (0..1) in each of the spoof model's views. Views that the frame cuts to the same square
 * are computed once.
 *
 * @param box box of the face's mesh, pixels.
 */
export async function liveScores(model: Model, image: PixelImage, box: BoundingBox): Promise<number[]> {
  const scores: number[] = [];
  const done = new Map<number, number>();
  const gains = lightGains(image, box);
  const { inputSize, smoothing } = SPOOF_VIEWS;
  for (const square of viewsOf(image, box)) {
    const seen = () => smoothCrop(areaCrop(image, square, inputSize), inputSize, smoothing);
    const score = done.get(square.size) ?? (await liveScore(model, seen(), gains));
    done.set(square.size, score);
    scores.push(score);
  }
  return scores;
}

/** The wide views, or a narrow one beside the only one that the frame leaves of them. */
export function viewsOf(image: PixelImage, box: BoundingBox): Square[] {
  const wide = SPOOF_VIEWS.scales.map((scale) => viewOf(image, box, scale));
  const [first, ...rest] = wide;
  if (first === undefined || rest.some(({ size }) => size !== first.size)) return wide;
  return [viewOf(image, box, SPOOF_VIEWS.narrow), first];
}

/** The square `scale` times the face, shrunk and shifted until it lies inside the image. */
export function viewOf(image: PixelImage, box: BoundingBox, scale: number): Square {
  const side = FACE_SQUARE.side * Math.hypot(box.right - box.left, box.bottom - box.top);
  const size = Math.min(side * scale, image.width - 1, image.height - 1);
  const centreX = (box.left + box.right) / 2;
  const centreY = (box.top + box.bottom) / 2 + FACE_SQUARE.lower * side;
  const inside = (centre: number, limit: number) =>
    Math.min(Math.max(centre - size / 2, 0), limit - 1 - size);
  return { left: inside(centreX, image.width), top: inside(centreY, image.height), size };
}

/** Blue, green, red planes of 0..255: the order the model was trained with, whatever its package's own code feeds it. */
async function liveScore(model: Model, rgb: Float32Array, gains: Gains): Promise<number> {
  const { inputSize, classes } = SPOOF_VIEWS;
  const plane = inputSize * inputSize;
  const input = new Float32Array(3 * plane);
  for (let colour = 0; colour < 3; colour += 1) {
    const gain = gains[2 - colour] ?? 1;
    const to = colour * plane;
    for (let pixel = 0, from = 2 - colour; pixel < plane; pixel += 1, from += 3)
      input[to + pixel] = Math.min(255, (rgb[from] ?? 0) * gain);
  }
  const outputs = await model.run(new Tensor('float32', input, [1, 3, inputSize, inputSize]));
  return softmax(outputs.ofLength(classes))[0] ?? 0;
}

export function softmax(logits: Float32Array): number[] {
  const highest = Math.max(...logits);
  const powers = Array.from(logits, (logit) => Math.exp(logit - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
