import type { PixelImage } from '@presence/face-geometry';

const COLUMNS = 32;
const ROWS = 24;

/** A frame in 32 x 24 cells: the mean green of each, 0..255. Fine enough that a camera's noise tells two frames apart. */
export function glimpseOf({ data, width, height, channels }: PixelImage): Float32Array {
  const sums = new Float64Array(COLUMNS * ROWS);
  const counts = new Uint32Array(COLUMNS * ROWS);
  // Runs over every pixel of every frame: sums stay in a register until a cell ends.
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor((y * ROWS) / height) * COLUMNS;
    let at = y * width * channels + 1;
    for (let column = 0, x = 0; column < COLUMNS; column += 1) {
      const end = Math.ceil(((column + 1) * width) / COLUMNS);
      const from = x;
      let sum = 0;
      for (; x < end; x += 1, at += channels) sum += data[at] ?? 0;
      sums[row + column] = (sums[row + column] ?? 0) + sum;
      counts[row + column] = (counts[row + column] ?? 0) + end - from;
    }
  }
  return Float32Array.from(sums, (sum, cell) => sum / Math.max(1, counts[cell] ?? 0));
}
