import type { PixelImage } from '@presence/face-geometry';

const COLUMNS = 32;
const ROWS = 24;

/** A frame in 32 x 24 cells: the mean green of each, 0..255. Fine enough that a camera's noise tells two frames apart. */
export function glimpseOf({ data, width, height, channels }: PixelImage): Float32Array {
  const sums = new Float64Array(COLUMNS * ROWS);
  const counts = new Uint32Array(COLUMNS * ROWS);
  const column = Uint8Array.from({ length: width }, (_, x) => Math.floor((x * COLUMNS) / width));
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y * ROWS) / height) * COLUMNS;
    for (let x = 0, at = y * width * channels + 1; x < width; x += 1, at += channels) {
      const cell = row + (column[x] ?? 0);
      sums[cell] = (sums[cell] ?? 0) + (data[at] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return Float32Array.from(sums, (sum, cell) => sum / Math.max(1, counts[cell] ?? 0));
}
