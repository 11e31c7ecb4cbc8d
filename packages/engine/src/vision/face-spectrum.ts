import type { PixelImage } from '@presence/face-geometry';
import type { BoundingBox } from '@presence/protocol';
import { SPECTRUM_SIDE } from '../model/spectrum.data.ts';
import { transformSquare } from './fourier.ts';

/**
 * How strong each spatial frequency is on the face, at the camera's own resolution: 128 x 128 powers, frequency zero
 * first, the mean of four windowed tiles that cover the middle of the face (Welch 1967). `undefined` for a picture smaller
 * than a tile.
 */
export function faceSpectrum(image: PixelImage, box: BoundingBox): Float32Array | undefined {
  const side = SPECTRUM_SIDE;
  if (image.width < side || image.height < side) return undefined;
  const lefts = places(box.left, box.right, image.width);
  const tops = places(box.top, box.bottom, image.height);
  const power = new Float32Array(side * side);
  for (const top of tops) {
    // Two real tiles as one complex one: half the work.
    const [a, b] = lefts.map((left) => tile(image, left, top));
    if (a === undefined || b === undefined) continue;
    transformSquare(a, b, side);
    addPowers(power, a, b);
  }
  return power;
}

/** Where the two tiles of one axis begin: at the ends of the face, or both in its middle when it is smaller. */
function places(low: number, high: number, limit: number): [number, number] {
  const slack = Math.max(0, high - low - SPECTRUM_SIDE) / 2;
  const middle = (low + high - SPECTRUM_SIDE) / 2;
  const inside = (value: number) => Math.min(Math.max(Math.round(value), 0), limit - SPECTRUM_SIDE);
  return [inside(middle - slack), inside(middle + slack)];
}

/** Grey values about their mean, faded out towards the edges (Hann). */
function tile({ data, width, channels }: PixelImage, left: number, top: number): Float64Array {
  const side = SPECTRUM_SIDE;
  const grey = new Float64Array(side * side);
  let sum = 0;
  for (let y = 0; y < side; y += 1)
    for (let x = 0, from = ((top + y) * width + left) * channels; x < side; x += 1, from += channels) {
      const value = 0.299 * (data[from] ?? 0) + 0.587 * (data[from + 1] ?? 0) + 0.114 * (data[from + 2] ?? 0);
      grey[y * side + x] = value;
      sum += value;
    }
  const mean = sum / grey.length;
  for (let y = 0, at = 0; y < side; y += 1) {
    const down = HANN[y] ?? 0;
    for (let x = 0; x < side; x += 1, at += 1) grey[at] = ((grey[at] ?? 0) - mean) * (HANN[x] ?? 0) * down;
  }
  return grey;
}

const HANN = Float64Array.from(
  { length: SPECTRUM_SIDE },
  (_, k) => 0.5 - 0.5 * Math.cos((2 * Math.PI * k) / (SPECTRUM_SIDE - 1)),
);

/** Adds both tiles' powers: of a transform of `a + ib` with real `a` and `b`, |A|² + |B|² = (|Z(k)|² + |Z(-k)|²) / 2. */
function addPowers(power: Float32Array, re: Float64Array, im: Float64Array): void {
  const side = SPECTRUM_SIDE;
  const at = (k: number) => (re[k] ?? 0) ** 2 + (im[k] ?? 0) ** 2;
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      const here = y * side + x;
      const mirrored = ((side - y) % side) * side + ((side - x) % side);
      power[here] = (power[here] ?? 0) + (at(here) + at(mirrored)) / 4;
    }
}
