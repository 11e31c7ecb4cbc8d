import type { GreyPatch } from '../quality/grey-patch.ts';

/** A place in a patch, pixels. */
export interface PatchBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Pieces a side is cut into: a tilted edge crosses each piece at its own distance. */
const PIECES = 8;
/** Pixels one piece's edge may lie off the straight line through the others. */
const STRAIGHT_PX = 2;
/** Pixels on each side of an edge that are compared: print and grain even out over them, two surfaces do not. */
const GROUND_PX = 7;
/** Rounded corners are no part of a side. */
const CORNER_SHARE = 0.1;

/**
 * How strongly a straight edge runs along each side of a box, looked for up to `reach` pixels off it: the grey step from
 * one surface to the other where it is weakest but one. Order: top, bottom, left, right. A document lying in its frame has
 * four, a textured table none.
 */
export function sideStrengths(patch: GreyPatch, box: PatchBox, reach: number): readonly number[] {
  const { left, top, width, height } = box;
  const across = { from: left, length: width };
  const down = { from: top, length: height };
  return [
    sideStrength(patch, { at: top, along: across, level: true }, reach),
    sideStrength(patch, { at: top + height, along: across, level: true }, reach),
    sideStrength(patch, { at: left, along: down, level: false }, reach),
    sideStrength(patch, { at: left + width, along: down, level: false }, reach),
  ];
}

interface Side {
  readonly at: number;
  readonly along: { readonly from: number; readonly length: number };
  readonly level: boolean;
}

function sideStrength(patch: GreyPatch, { at, along, level }: Side, reach: number): number {
  const corner = along.length * CORNER_SHARE;
  const piece = (along.length - 2 * corner) / PIECES;
  const steps = Array.from({ length: PIECES }, (_, index) => {
    const from = Math.round(along.from + corner + index * piece);
    const lines = lineMeans(patch, { from, to: Math.round(from + piece), level }, at - reach, at + reach);
    return stepsBetween(lines);
  });
  // Along a side the document is the lighter or the darker one everywhere.
  const rising = steps.map((values) => widened(values));
  const falling = steps.map((values) => widened(values.map((value) => -value)));
  return Math.max(strongestLine(rising, reach), strongestLine(falling, reach));
}

/** The line is searched through its two ends: a tilted document moves them against each other. */
function strongestLine(steps: readonly (readonly number[])[], reach: number): number {
  const count = steps[0]?.length ?? 0;
  const tilt = Math.round(reach / 2);
  let best = 0;
  for (let first = 0; first < count; first += STRAIGHT_PX)
    for (let last = Math.max(0, first - tilt); last <= Math.min(count - 1, first + tilt); last += STRAIGHT_PX)
      best = Math.max(best, secondWeakest(steps, first, last));
  return best;
}

/** The weakest piece may be hidden by a finger or have no contrast. */
function secondWeakest(steps: readonly (readonly number[])[], first: number, last: number): number {
  let weakest = Number.POSITIVE_INFINITY;
  let second = Number.POSITIVE_INFINITY;
  for (let index = 0; index < PIECES; index += 1) {
    const value = steps[index]?.[Math.round(first + ((last - first) * index) / (PIECES - 1))] ?? 0;
    if (value < weakest) [weakest, second] = [value, weakest];
    else if (value < second) second = value;
  }
  return second;
}

/** Mean grey of every line of a piece, from `low` to `high` across the side. */
function lineMeans(
  { data, width, height }: GreyPatch,
  piece: { readonly from: number; readonly to: number; readonly level: boolean },
  low: number,
  high: number,
): readonly number[] {
  const limit = piece.level ? height : width;
  const [acrossStep, alongStep] = piece.level ? [width, 1] : [1, width];
  const means: number[] = [];
  for (let at = Math.max(0, Math.round(low)); at < Math.min(limit, Math.round(high)); at += 1) {
    let sum = 0;
    for (let along = piece.from; along < piece.to; along += 1)
      sum += data[at * acrossStep + along * alongStep] ?? 0;
    means.push(sum / Math.max(1, piece.to - piece.from));
  }
  return means;
}

/** At every place the grey beyond it less the grey before it. */
function stepsBetween(lines: readonly number[]): readonly number[] {
  const meanOf = (from: number): number =>
    lines.slice(from, from + GROUND_PX).reduce((sum, value) => sum + value, 0) / GROUND_PX;
  return Array.from(
    { length: Math.max(0, lines.length - 2 * GROUND_PX) },
    (_, at) => meanOf(at + GROUND_PX) - meanOf(at),
  );
}

/** At every place the strongest value within the distance a line may be off. */
function widened(values: readonly number[]): readonly number[] {
  return values.map((_, at) =>
    Math.max(...values.slice(Math.max(0, at - STRAIGHT_PX), at + STRAIGHT_PX + 1)),
  );
}
