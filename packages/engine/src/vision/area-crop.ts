import type { PixelImage } from '@presence/face-geometry';

/** An upright square of an image, pixels; inside the image. */
export interface Square {
  readonly left: number;
  readonly top: number;
  readonly size: number;
}

/**
 * Shrinks a square to `size` x `size` x 3 values 0..255 (RGB, rows from the top), each the mean of the pixels it covers:
 * bilinear sampling would skip most of them and turn fine detail into noise.
 */
export function areaCrop(image: PixelImage, square: Square, size: number): Float32Array {
  const out = new Float32Array(size * size * 3);
  const step = square.size / size;
  const columns = edges(square.left, step, size, image.width);
  const rows = edges(square.top, step, size, image.height);
  const { data, width, channels } = image;
  let at = 0;
  for (let row = 0; row < size; row += 1) {
    const y0 = rows.from[row] ?? 0;
    const y1 = rows.to[row] ?? 0;
    for (let column = 0; column < size; column += 1) {
      const x0 = columns.from[column] ?? 0;
      const x1 = columns.to[column] ?? 0;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let y = y0; y < y1; y += 1) {
        for (let x = x0, from = (y * width + x0) * channels; x < x1; x += 1, from += channels) {
          red += data[from] ?? 0;
          green += data[from + 1] ?? 0;
          blue += data[from + 2] ?? 0;
        }
      }
      const count = (x1 - x0) * (y1 - y0);
      out[at] = red / count;
      out[at + 1] = green / count;
      out[at + 2] = blue / count;
      at += 3;
    }
  }
  return out;
}

/** First and last-plus-one pixel under each output pixel, at least one and inside the image. */
function edges(
  start: number,
  step: number,
  count: number,
  limit: number,
): { from: Int32Array; to: Int32Array } {
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  for (let k = 0; k < count; k += 1) {
    from[k] = Math.min(Math.max(Math.floor(start + k * step), 0), limit - 1);
    to[k] = Math.min(Math.max(Math.floor(start + (k + 1) * step), (from[k] ?? 0) + 1), limit);
  }
  return { from, to };
}
