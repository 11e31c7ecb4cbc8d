import type { PixelImage } from '@presence/face-geometry';
import type { Sketch } from '../model/frame-vision.ts';

/** Longer side of a sketch, pixels: a hand's tremble still shows, and aligning two takes a few milliseconds. */
const LONG_SIDE = 96;

/** Of the rows under a pixel every second is enough. */
const ROW_STEP = 2;

/** A frame shrunk to 96 pixels on its longer side: the mean green under each. */
export function sketchOf({ data, width, height, channels }: PixelImage): Sketch {
  const scale = Math.min(1 / ROW_STEP, LONG_SIDE / Math.max(width, height));
  const columns = Math.max(1, Math.round(width * scale));
  const rows = Math.max(1, Math.round(height * scale));
  const sums = new Float64Array(columns * rows);
  const counts = new Uint32Array(columns * rows);
  const column = Uint8Array.from({ length: width }, (_, x) => Math.floor((x * columns) / width));
  for (let y = 0; y < height; y += ROW_STEP) {
    const row = Math.floor((y * rows) / height) * columns;
    for (let x = 0, at = y * width * channels + 1; x < width; x += 1, at += channels) {
      const cell = row + (column[x] ?? 0);
      sums[cell] = (sums[cell] ?? 0) + (data[at] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  const grey = Float32Array.from(sums, (sum, cell) => sum / Math.max(1, counts[cell] ?? 0));
  return { width: columns, height: rows, grey };
}
