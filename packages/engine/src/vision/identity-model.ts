import { type FaceMesh, LANDMARKS, type PixelImage, type Roi, sampleCrop } from '@presence/face-geometry';
import { Tensor } from 'onnxruntime-node';
import type { Model } from './model-session.ts';

const INPUT_SIZE = 112;
const NUMBERS = 512;
/** Middle of each iris in the 478-point mesh: the person's right, then left. */
const IRISES = [468, 473] as const;
/**
 * Where right eye, left eye, nose tip and the mouth's right and left corner lie in the model's 112 x 112 input.
 * Source: the five-point alignment of ArcFace (Deng et al. 2019), as its reference implementation publishes it.
 */
const TEMPLATE = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
] as const;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Who the face is: 512 numbers of length 1. Two of the same person have a dot product near 1, of strangers near 0. */
export async function faceEmbedding(model: Model, image: PixelImage, mesh: FaceMesh): Promise<Float32Array> {
  const roi = alignedRoi(fivePoints(mesh));
  const rgb = sampleCrop(image, roi, INPUT_SIZE, { scale: 1 / 128, offset: -127.5 / 128, border: 'zero' });
  const plane = INPUT_SIZE * INPUT_SIZE;
  const input = new Float32Array(3 * plane);
  for (let pixel = 0; pixel < plane; pixel += 1) {
    for (let colour = 0; colour < 3; colour += 1)
      input[colour * plane + pixel] = rgb[3 * pixel + colour] ?? 0;
  }
  const outputs = await model.run(new Tensor('float32', input, [1, 3, INPUT_SIZE, INPUT_SIZE]));
  return unitLength(outputs.ofLength(NUMBERS));
}

function fivePoints(mesh: FaceMesh): Point[] {
  const { nose, mouth } = LANDMARKS;
  return [IRISES[0], IRISES[1], nose.tip, mouth.right, mouth.left].map(
    (index) => mesh[index] ?? { x: 0, y: 0 },
  );
}

/**
 * The turned square of the image that the best similarity transform (least squares, no mirroring; Umeyama 1991) lays on
 * the template.
 */
export function alignedRoi(points: readonly Point[]): Roi {
  const from = centroid(TEMPLATE);
  const to = centroid(points);
  let along = 0;
  let across = 0;
  let spread = 0;
  TEMPLATE.forEach((target, index) => {
    const point = points[index] ?? to;
    const u = { x: target.x - from.x, y: target.y - from.y };
    const v = { x: point.x - to.x, y: point.y - to.y };
    along += u.x * v.x + u.y * v.y;
    across += u.x * v.y - u.y * v.x;
    spread += u.x * u.x + u.y * u.y;
  });
  const a = along / spread;
  const b = across / spread;
  const middle = { x: INPUT_SIZE / 2 - from.x, y: INPUT_SIZE / 2 - from.y };
  return {
    centreX: to.x + a * middle.x - b * middle.y,
    centreY: to.y + b * middle.x + a * middle.y,
    size: INPUT_SIZE * Math.hypot(a, b),
    rotation: Math.atan2(b, a),
  };
}

function centroid(points: readonly Point[]): Point {
  return {
    x: points.reduce((sum, point) => sum + point.x, 0) / points.length,
    y: points.reduce((sum, point) => sum + point.y, 0) / points.length,
  };
}

function unitLength(values: Float32Array): Float32Array {
  const length = Math.hypot(...values);
  return values.map((value) => (length === 0 ? 0 : value / length));
}
