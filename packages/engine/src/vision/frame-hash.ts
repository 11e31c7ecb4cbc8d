import { LIMITS } from '@presence/protocol';
import sharp from 'sharp';
import { PictureError } from './decode-picture.ts';

/** Side of the picture that is hashed, and of the block of low frequencies kept of it. */
const SIDE = 32;
const KEPT = 16;
/** What it is shrunk from. */
const STEP = 8;
const FINE_SIDE = SIDE * STEP;

/**
 * A perceptual hash: the signs of the 16 x 16 lowest frequencies of the frame's brightness against their median, 256 bits in
 * hex, the 64 lowest of them first. Another encoding or size of the same frame changes few of them, another moment many.
 * After Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010 (pHash), there with 64 bits.
 * Runs on libvips' threads but for the last fraction of a millisecond.
 *
 * @throws PictureError for a damaged file
 */
export async function frameHash(picture: Uint8Array): Promise<string> {
  const spectrum = lowFrequencies(await brightness(picture));
  const limit = median(spectrum);
  const bits = ORDER.map((at) => ((spectrum[at] ?? 0) > limit ? 1 : 0));
  let hex = '';
  for (let at = 0; at < bits.length; at += 4)
    hex += bits
      .slice(at, at + 4)
      .reduce<number>((sum, bit) => 2 * sum + bit, 0)
      .toString(16);
  return hex;
}

/** Places of the block, the 8 x 8 lowest frequencies first. */
const ORDER: readonly number[] = Array.from({ length: KEPT * KEPT }, (_, at) => at).sort(
  (a, b) => Number(isOuter(a)) - Number(isOuter(b)) || a - b,
);

function isOuter(at: number): boolean {
  return at % KEPT >= KEPT / 2 || at >= (KEPT * KEPT) / 2;
}

/**
 * The frame's brightness in 32 x 32 cells. Shrunk in two steps: libvips leaves out the remainder of large whole factors, which
 * would move the picture by a part of a cell.
 *
 * @throws PictureError for a damaged file
 */
async function brightness(picture: Uint8Array): Promise<Float64Array> {
  const fine = await finely(picture);
  const cells = new Float64Array(SIDE * SIDE);
  for (let y = 0; y < FINE_SIDE; y += 1)
    for (let x = 0; x < FINE_SIDE; x += 1) {
      const cell = Math.floor(y / STEP) * SIDE + Math.floor(x / STEP);
      cells[cell] = (cells[cell] ?? 0) + (fine[y * FINE_SIDE + x] ?? 0);
    }
  return cells;
}

async function finely(picture: Uint8Array): Promise<Uint8Array> {
  try {
    const limitInputPixels = LIMITS.maxFrameSidePx ** 2;
    return await sharp(picture, { failOn: 'error', limitInputPixels, sequentialRead: true })
      .resize(FINE_SIDE, FINE_SIDE, { fit: 'fill', kernel: 'linear', fastShrinkOnLoad: false })
      .removeAlpha()
      // After shrinking, not before: weighing the colours of every pixel costs as much as decoding them.
      .toColourspace('b-w')
      .raw()
      .toBuffer();
  } catch (cause) {
    throw new PictureError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** The first KEPT rows and columns of the two-dimensional cosine transform. */
function lowFrequencies(cells: Float64Array): Float64Array {
  const rows = new Float64Array(SIDE * KEPT);
  for (let y = 0; y < SIDE; y += 1)
    for (let k = 0; k < KEPT; k += 1) {
      let sum = 0;
      for (let x = 0; x < SIDE; x += 1) sum += (cells[y * SIDE + x] ?? 0) * (COSINES[k * SIDE + x] ?? 0);
      rows[y * KEPT + k] = sum;
    }
  const block = new Float64Array(KEPT * KEPT);
  for (let j = 0; j < KEPT; j += 1)
    for (let k = 0; k < KEPT; k += 1) {
      let sum = 0;
      for (let y = 0; y < SIDE; y += 1) sum += (rows[y * KEPT + k] ?? 0) * (COSINES[j * SIDE + y] ?? 0);
      block[j * KEPT + k] = sum;
    }
  return block;
}

const COSINES = Float64Array.from({ length: KEPT * SIDE }, (_, at) =>
  Math.cos((Math.PI * Math.floor(at / SIDE) * (2 * (at % SIDE) + 1)) / (2 * SIDE)),
);

function median(values: Float64Array): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
