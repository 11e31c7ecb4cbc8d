import { type FaceMesh, LANDMARKS, type PixelImage, sampleCrop } from '@presence/face-geometry';
import { Tensor } from 'onnxruntime-node';
import type { Model } from './model-session.ts';
import { softmax } from './spoof-model.ts';

const INPUT_SIZE = 24;
/** Side of the crop over the distance of the eye's corners. Source: models.md 3d. */
const CROP_SCALE = 1.6;

/** Probability that each eye is open, 0..1. */
export async function eyesOpen(
  model: Model,
  image: PixelImage,
  mesh: FaceMesh,
): Promise<{ left: number; right: number }> {
  return {
    left: await eyeOpen(model, image, mesh, LANDMARKS.eyes.left),
    right: await eyeOpen(model, image, mesh, LANDMARKS.eyes.right),
  };
}

async function eyeOpen(
  model: Model,
  image: PixelImage,
  mesh: FaceMesh,
  eye: { readonly outer: number; readonly inner: number },
): Promise<number> {
  const outer = mesh[eye.outer];
  const inner = mesh[eye.inner];
  if (outer === undefined || inner === undefined) return 0;
  const [from, to] = outer.x < inner.x ? [outer, inner] : [inner, outer];
  const roi = {
    centreX: (from.x + to.x) / 2,
    centreY: (from.y + to.y) / 2,
    size: CROP_SCALE * Math.hypot(to.x - from.x, to.y - from.y),
    rotation: Math.atan2(to.y - from.y, to.x - from.x),
  };
  const rgb = sampleCrop(image, roi, INPUT_SIZE, { scale: 1 / 255, offset: 0, border: 'replicate' });
  const grey = new Float32Array(INPUT_SIZE * INPUT_SIZE);
  for (let pixel = 0; pixel < grey.length; pixel += 1) {
    const at = 3 * pixel;
    grey[pixel] = 0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0);
  }
  const outputs = await model.run(new Tensor('float32', grey, [1, 1, INPUT_SIZE, INPUT_SIZE]));
  return softmax(outputs.ofLength(2))[1] ?? 0;
}
