import { type Quad, quadToUnit } from './quad-warp.ts';
import { blankRaster, type Raster, sampleAt } from './raster.ts';
import { seededRandom } from './seeded-random.ts';

/** What is wrong with a picture of a document. */
export type DocumentFlaw = 'none' | 'blurred' | 'glare' | 'dark';

/** Size of the drawn card in pixels; the shape of ISO/IEC 7810 ID-1. */
const CARD = { width: 1000, height: 631 };
/** Where the window's frame for a card is, as shares of a 4:3 picture. */
const FRAME = { left: 30 / 400, top: 43 / 300, right: 370 / 400, bottom: 257 / 300 };

/** An identity card of nowhere: a header, a portrait, lines of print, fine lines in the ground. */
export function drawCard(seed = 21): Raster {
  const random = seededRandom(seed);
  const card = blankRaster(CARD.width, CARD.height);
  const { width, height } = card;
  const paint = (x: number, y: number, [r, g, b]: readonly [number, number, number]): void =>
    card.data.set([r, g, b], (y * width + x) * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const wave = 7 * Math.sin(x / 9 + 6 * Math.sin(y / 70)) * Math.sin(y / 11);
      paint(x, y, y < 92 ? [38, 78, 120] : [206 + wave, 212 + wave, 204 + wave]);
    }
  const fill = (left: number, top: number, right: number, bottom: number, shade: number): void => {
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) paint(x, y, [shade, shade, shade + 4]);
  };
  fill(60, 150, 330, 510, 170);
  for (let y = 170; y < 510; y++)
    for (let x = 70; x < 320; x++) {
      const head = ((x - 195) / 78) ** 2 + ((y - 300) / 105) ** 2 < 1;
      const body = ((x - 195) / 130) ** 2 + ((y - 530) / 110) ** 2 < 1;
      if (head || body) paint(x, y, head ? [196, 158, 134] : [70, 74, 92]);
    }
  /** Letters are upright and level strokes: enough for a measure of sharpness, read by nobody. */
  const print = (left: number, top: number, letters: number, size: number, shade: number): void => {
    for (let index = 0; index < letters; index++) {
      const x = left + Math.round(index * size * 0.72);
      if (random() < 0.12) continue;
      for (let stroke = 0; stroke < 3; stroke++) {
        const upright = random() < 0.5;
        const at = Math.round(random() * size * 0.4);
        if (upright) fill(x + at, top, x + at + Math.ceil(size / 7), top + size, shade);
        else fill(x, top + at, x + Math.round(size * 0.5), top + at + Math.ceil(size / 7), shade);
      }
    }
  };
  print(70, 26, 22, 40, 240);
  for (let line = 0; line < 5; line++) {
    print(380, 140 + line * 70, 12, 14, 90);
    print(380, 160 + line * 70, 14 + Math.floor(random() * 8), 30, 24);
  }
  print(60, 545, 40, 30, 30);
  print(60, 588, 40, 30, 30);
  return card;
}

export interface DocumentShot {
  readonly flaw: DocumentFlaw;
  /** Shift of the card from the middle of the frame, shares of the picture's width. */
  readonly shift?: readonly [x: number, y: number];
  /** Size relative to the window's frame. */
  readonly scale?: number;
  /** Radians, clockwise. */
  readonly turn?: number;
}

/** A card lying on a dark table, seen from above; `out` is filled. */
export function drawDocument(card: Raster, shot: DocumentShot, out: Raster): void {
  const { width, height } = out;
  const toUnit = quadToUnit(cornersOf(shot, width, height));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [u, v] = toUnit(x, y);
      const at = (y * width + x) * 3;
      if (u < 0 || v < 0 || u > 1 || v > 1) {
        const grain = 84 + 10 * Math.sin(y / 23 + 0.8 * Math.sin(x / 130)) + 4 * Math.sin(x / 3 + y);
        out.data.set([grain + 22, grain, grain - 18], at);
      } else
        for (let channel = 0; channel < 3; channel++)
          out.data[at + channel] = sampleAt(card, u * (card.width - 1), v * (card.height - 1), channel);
    }
  if (shot.flaw === 'blurred') blur(out, Math.round(width / 210));
  if (shot.flaw === 'glare') shine(out);
  if (shot.flaw === 'dark') for (let i = 0; i < out.data.length; i++) out.data[i] = (out.data[i] ?? 0) * 0.16;
}

function cornersOf(
  { shift = [0, 0], scale = 0.97, turn = 0.008 }: DocumentShot,
  width: number,
  height: number,
): Quad {
  const centre = [width * (0.5 + shift[0]), height * 0.5 + width * shift[1]] as const;
  const half = [
    ((FRAME.right - FRAME.left) * width * scale) / 2,
    ((FRAME.bottom - FRAME.top) * height * scale) / 2,
  ] as const;
  return [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([a = 0, b = 0]) => {
    const [x, y] = [a * half[0], b * half[1]];
    return [
      centre[0] + x * Math.cos(turn) - y * Math.sin(turn),
      centre[1] + x * Math.sin(turn) + y * Math.cos(turn),
    ] as const;
  });
}

/** A lens out of focus: three passes of a box filter come near a Gaussian. */
function blur(image: Raster, radius: number): void {
  const { width, height } = image;
  for (let pass = 0; pass < 3; pass++) {
    slide(image, radius, { step: 3, length: width, next: width * 3, lines: height });
    slide(image, radius, { step: width * 3, length: height, next: 3, lines: width });
  }
}

/** Running mean along one direction: `step` between neighbours of a line, `next` between lines. */
function slide(
  { data }: Raster,
  radius: number,
  way: { readonly step: number; readonly length: number; readonly next: number; readonly lines: number },
): void {
  const line = new Float32Array(way.length);
  const at = (i: number): number => line[Math.min(way.length - 1, Math.max(0, i))] ?? 0;
  for (let index = 0; index < way.lines; index++)
    for (let channel = 0; channel < 3; channel++) {
      const start = index * way.next + channel;
      for (let i = 0; i < way.length; i++) line[i] = data[start + i * way.step] ?? 0;
      let sum = 0;
      for (let i = -radius; i <= radius; i++) sum += at(i);
      for (let i = 0; i < way.length; i++) {
        data[start + i * way.step] = sum / (2 * radius + 1);
        sum += at(i + radius + 1) - at(i - radius);
      }
    }
}

/** A lamp mirrored in the lamination. */
function shine(image: Raster): void {
  const { data, width, height } = image;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const away = ((x / width - 0.62) / 0.1) ** 2 + ((y / height - 0.5) / 0.13) ** 2;
      if (away > 9) continue;
      const light = 420 * Math.exp(-away);
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel++)
        data[at + channel] = Math.min(255, (data[at + channel] ?? 0) + light);
    }
}
