import { FaceGeometryError } from '../model/face-geometry-error.ts';
import type { PixelImage } from '../model/pixel-image.ts';
import type { Roi } from './detection.ts';

export interface CropOptions {
  /** Each value becomes `value * scale + offset`, value being 0..255. */
  readonly scale: number;
  readonly offset: number;
  /** What lies outside the image: black, or its nearest pixel. */
  readonly border: 'zero' | 'replicate';
  /** Taken instead of a new array: at least size * size * 3 long. */
  readonly into?: Float32Array;
}

/**
 * Cuts a turned square out of an image into `size` x `size` x 3 numbers (RGB, rows from the top), bilinear.
 *
 * @throws FaceGeometryError `image_malformed` when the pixels do not fill the image's size.
 */
export function sampleCrop(image: PixelImage, roi: Roi, size: number, options: CropOptions): Float32Array {
  checkImage(image);
  const out = options.into ?? new Float32Array(size * size * 3);
  const step = roi.size / size;
  const cos = Math.cos(roi.rotation) * step;
  const sin = Math.sin(roi.rotation) * step;
  // Centre of the first output pixel, in input pixel indices (an index names the centre of its pixel).
  const first = (1 - size) / 2;
  let rowX = roi.centreX - 0.5 + first * cos - first * sin;
  let rowY = roi.centreY - 0.5 + first * sin + first * cos;
  for (let row = 0; row < size; row += 1) {
    sampleRow(image, out, { at: row * size * 3, count: size, x: rowX, y: rowY, cos, sin }, options);
    rowX -= sin;
    rowY += cos;
  }
  return out;
}

interface Row {
  readonly at: number;
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly cos: number;
  readonly sin: number;
}

/** One row of the output. Runs 10^4 times a frame: plain loops, typed arrays, no allocation. */
function sampleRow(image: PixelImage, out: Float32Array, row: Row, options: CropOptions): void {
  const { data, width, height, channels } = image;
  const { scale, offset, border } = options;
  const replicate = border === 'replicate';
  const maxX = width - 1;
  const maxY = height - 1;
  const stride = width * channels;
  let { at, x, y } = row;
  for (let column = 0; column < row.count; column += 1, at += 3, x += row.cos, y += row.sin) {
    if (!replicate && (x < -0.5 || y < -0.5 || x > maxX + 0.5 || y > maxY + 0.5)) {
      out[at] = out[at + 1] = out[at + 2] = offset;
      continue;
    }
    const cx = Math.min(Math.max(x, 0), maxX);
    const cy = Math.min(Math.max(y, 0), maxY);
    const x0 = cx | 0;
    const y0 = cy | 0;
    const fx = cx - x0;
    const fy = cy - y0;
    const right = x0 < maxX ? channels : 0;
    const a = y0 * stride + x0 * channels;
    const c = y0 < maxY ? a + stride : a;
    const wa = (1 - fx) * (1 - fy) * scale;
    const wb = fx * (1 - fy) * scale;
    const wc = (1 - fx) * fy * scale;
    const wd = fx * fy * scale;
    for (let k = 0; k < 3; k += 1) {
      out[at + k] =
        (data[a + k] ?? 0) * wa +
        (data[a + right + k] ?? 0) * wb +
        (data[c + k] ?? 0) * wc +
        (data[c + right + k] ?? 0) * wd +
        offset;
    }
  }
}

function checkImage({ data, width, height, channels }: PixelImage): void {
  if (width > 0 && height > 0 && data.length >= width * height * channels) return;
  throw new FaceGeometryError(
    'image_malformed',
    `The image says ${width} x ${height} x ${channels} and has ${data.length} bytes; pass unpadded RGB or RGBA rows.`,
  );
}
