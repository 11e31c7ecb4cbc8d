import { solveEight } from '@presence/face-geometry';
import type { Sketch } from '../model/frame-vision.ts';

/** A sketch without its light: grey values about the mean of their neighbourhood. */
export interface Relief {
  readonly width: number;
  readonly height: number;
  readonly value: Float32Array;
}

/**
 * A plane perspective map h: (x, y) goes to ((1 + h0) x + h1 y + h2, h3 x + (1 + h4) y + h5) / (1 + h6 x + h7 y).
 * Coordinates in halves of the frame's width about its middle; all zeros is no motion.
 */
export type SheetMap = readonly number[];

/** Half the side of the neighbourhood whose mean is taken away, pixels. */
const REACH = 6;
/**
 * First on every third pixel each way until no step matters there, then on all of them: an eighth of the work for most rounds. A
 * step is settled below a tenth, then below a hundredth of a pixel of the sketch.
 */
const PASSES = [
  { every: 3, rounds: 12, settled: 2e-3 },
  { every: 1, rounds: 3, settled: 2e-4 },
] as const;
const UNKNOWNS = 8;
/** Pixels along the edge of a sketch that are not compared. */
const MARGIN = 2;

export function reliefOf({ width, height, grey }: Sketch): Relief {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y += 1)
    for (let x = 0, row = 0; x < width; x += 1) {
      row += grey[y * width + x] ?? 0;
      sums[(y + 1) * stride + x + 1] = (sums[y * stride + x + 1] ?? 0) + row;
    }
  const value = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const above = Math.max(0, y - REACH);
    const below = Math.min(height, y + REACH + 1);
    for (let x = 0; x < width; x += 1) {
      const left = Math.max(0, x - REACH);
      const right = Math.min(width, x + REACH + 1);
      const all =
        (sums[below * stride + right] ?? 0) -
        (sums[below * stride + left] ?? 0) -
        (sums[above * stride + right] ?? 0) +
        (sums[above * stride + left] ?? 0);
      value[y * width + x] = (grey[y * width + x] ?? 0) - all / ((right - left) * (below - above));
    }
  }
  return { width, height, value };
}

/**
 * The map that lays `to` over `from` best, by Gauss and Newton from a first guess (Baker and Matthews, Lucas-Kanade 20
 * years on, IJCV 56(3), 2004). `undefined` for pictures without detail.
 *
 * @param isPart the pixels of `from` that count, by index.
 */
export function alignSheets(
  from: Relief,
  to: Relief,
  guess: SheetMap,
  isPart: (at: number) => boolean = () => true,
): SheetMap | undefined {
  let map = guess;
  for (const { every, rounds, settled } of PASSES)
    for (let round = 0; round < rounds; round += 1) {
      const step = solveEight(normalEquations({ from, to, map, every }, isPart));
      if (step === undefined) return undefined;
      map = map.map((value, k) => value + (step[k] ?? 0));
      if (step.every((value) => Math.abs(value) < settled)) break;
    }
  return map;
}

/** A pixel of one relief and the place in the other that a map takes it to. Reused for every pixel. */
export interface Meeting {
  /** Of the pixel. */
  at: number;
  /** Its place as maps count. */
  x: number;
  y: number;
  /** Where it goes, pixels. */
  u: number;
  v: number;
  /** Denominator of the map there. */
  w: number;
}

/** Where a map takes a place, both as maps count. */
export function mapped(h: SheetMap, x: number, y: number): readonly [number, number] {
  const [h0 = 0, h1 = 0, h2 = 0, h3 = 0, h4 = 0, h5 = 0, h6 = 0, h7 = 0] = h;
  const w = 1 + h6 * x + h7 * y;
  return [((1 + h0) * x + h1 * y + h2) / w, (h3 * x + (1 + h4) * y + h5) / w];
}

/** Two reliefs, the map between them, and how many pixels each way one stands for that is looked at. */
export interface Overlay {
  readonly from: Relief;
  readonly to: Relief;
  readonly map: SheetMap;
  readonly every?: number;
}

/** Calls for the pixels of `from` that the map keeps inside `to`. */
export function eachMeeting({ from, to, map, every = 1 }: Overlay, see: (meeting: Meeting) => void): void {
  const [h0 = 0, h1 = 0, h2 = 0, h3 = 0, h4 = 0, h5 = 0, h6 = 0, h7 = 0] = map;
  const half = from.width / 2;
  const cx = (from.width - 1) / 2;
  const cy = (from.height - 1) / 2;
  const meeting: Meeting = { at: 0, x: 0, y: 0, u: 0, v: 0, w: 1 };
  for (let py = MARGIN; py < from.height - MARGIN; py += every)
    for (let px = MARGIN; px < from.width - MARGIN; px += every) {
      const x = (px - cx) / half;
      const y = (py - cy) / half;
      const w = 1 + h6 * x + h7 * y;
      const u = (((1 + h0) * x + h1 * y + h2) / w) * half + cx;
      const v = ((h3 * x + (1 + h4) * y + h5) / w) * half + cy;
      const inside = u >= MARGIN && v >= MARGIN && u < to.width - MARGIN - 1 && v < to.height - MARGIN - 1;
      if (!inside) continue;
      meeting.at = py * from.width + px;
      meeting.x = x;
      meeting.y = y;
      meeting.u = u;
      meeting.v = v;
      meeting.w = w;
      see(meeting);
    }
}

/** Bilinear; the place must lie inside. */
export function sampleRelief({ value, width }: Relief, x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const at = y0 * width + x0;
  const top = (value[at] ?? 0) * (1 - fx) + (value[at + 1] ?? 0) * fx;
  const bottom = (value[at + width] ?? 0) * (1 - fx) + (value[at + width + 1] ?? 0) * fx;
  return top + (bottom - top) * (y - y0);
}

/** Rows of eight coefficients and the right side, the lower triangle mirrored. */
function normalEquations(overlay: Overlay, isPart: (at: number) => boolean): Float64Array[] {
  const { from, to } = overlay;
  const sums = new Float64Array(UNKNOWNS * (UNKNOWNS + 1));
  const row = new Float64Array(UNKNOWNS + 1);
  const half = to.width / 2;
  const cx = (to.width - 1) / 2;
  const cy = (to.height - 1) / 2;
  eachMeeting(overlay, ({ at, x, y, u, v, w }) => {
    if (!isPart(at)) return;
    const sx = ((sampleRelief(to, u + 1, v) - sampleRelief(to, u - 1, v)) / 2) * (half / w);
    const sy = ((sampleRelief(to, u, v + 1) - sampleRelief(to, u, v - 1)) / 2) * (half / w);
    const along = (sx * (u - cx) + sy * (v - cy)) / half;
    row[0] = sx * x;
    row[1] = sx * y;
    row[2] = sx;
    row[3] = sy * x;
    row[4] = sy * y;
    row[5] = sy;
    row[6] = -along * x;
    row[7] = -along * y;
    row[8] = (from.value[at] ?? 0) - sampleRelief(to, u, v);
    for (let j = 0, cell = 0; j < UNKNOWNS; j += 1, cell = j * (UNKNOWNS + 1) + j) {
      const factor = row[j] ?? 0;
      for (let k = j; k <= UNKNOWNS; k += 1, cell += 1)
        sums[cell] = (sums[cell] ?? 0) + factor * (row[k] ?? 0);
    }
  });
  const cellOf = (j: number, k: number) => sums[j * (UNKNOWNS + 1) + k] ?? 0;
  return Array.from({ length: UNKNOWNS }, (_, j) =>
    Float64Array.from({ length: UNKNOWNS + 1 }, (__, k) => (k < j ? cellOf(k, j) : cellOf(j, k))),
  );
}
