import { mean, quantile } from '../model/statistics.ts';
import type { GreyPatch } from '../quality/grey-patch.ts';
import { DOCUMENT_LIMITS as L } from './document-limits.data.ts';
import { type PatchBox, sideStrengths } from './side-strength.ts';

/** Tiles across and down; each is looked at alone, for print and reflections are local. */
const GRID = { across: 12, down: 8 } as const;
/** At or above, a pixel is clipped. */
const CLIPPED = 250;

/** What can be told of a picture of a document. */
export interface DocumentLook {
  /** Median grey of the tiles, 0..255. */
  readonly luminance: number;
  /** Share of tiles that are burnt out, 0..1. */
  readonly glare: number;
  /** Sharpness of the printed tiles whatever their contrast: about 1 sharp, near 0 blurred; 0 where nothing is printed. */
  readonly sharpness: number;
  /** How much lighter or darker the document is than what lies beside it: top, bottom, left, right, grey levels. */
  readonly sides: readonly number[];
  /** Mean grey of each tile, to be compared with the next look. */
  readonly tiles: readonly number[];
}

/**
 * Looks at a patch that holds the document's frame and a margin around it. Source of the sharpness measure: variance of
 * the Laplacian (Pech-Pacheco et al. 2000), here over the variance of the grey values.
 *
 * @param frame where the document belongs, in pixels of the patch; the patch is best 480 pixels wide.
 */
export function documentLook(patch: GreyPatch, frame: PatchBox): DocumentLook {
  const tiles = tilesOf(patch, frame);
  const printed = tiles.filter((tile) => tile.contrast >= L.minContrast.value);
  return {
    luminance: quantile(
      tiles.map((tile) => tile.mean),
      0.5,
    ),
    glare: tiles.filter((tile) => tile.clipped >= L.glareTile.value).length / tiles.length,
    sharpness:
      printed.length === 0
        ? 0
        : quantile(
            printed.map((tile) => tile.detail / tile.contrast),
            0.75,
          ),
    sides: sideStrengths(patch, frame, Math.round(0.9 * Math.min(frame.left, frame.top))),
    tiles: tiles.map((tile) => tile.mean),
  };
}

/** What keeps a picture of a document from being used, worst first. */
export type DocumentTrouble = 'too_dark' | 'too_bright' | 'not_in_frame' | 'moving' | 'glare' | 'blurred';

/** @param before the look before, if there was one; without it nothing moves. */
export function documentTrouble(look: DocumentLook, before?: DocumentLook): DocumentTrouble | undefined {
  if (look.luminance < L.minLuminance.value) return 'too_dark';
  if (look.glare > L.maxBrightTiles.value) return 'too_bright';
  if (look.sides.filter((side) => side >= L.minSide.value).length < L.minSides.value) return 'not_in_frame';
  if (before !== undefined && motionBetween(look, before) > L.maxMotion.value) return 'moving';
  return pictureTrouble(look);
}

/** The part of it that holds for any picture of a document, wherever in the picture it is. */
export function pictureTrouble(
  look: DocumentLook,
): 'too_dark' | 'too_bright' | 'glare' | 'blurred' | undefined {
  if (look.luminance < L.minLuminance.value) return 'too_dark';
  if (look.glare > L.maxBrightTiles.value) return 'too_bright';
  if (look.glare > L.maxGlareTiles.value) return 'glare';
  return look.sharpness < L.minSharpness.value ? 'blurred' : undefined;
}

function motionBetween(look: DocumentLook, before: DocumentLook): number {
  return mean(look.tiles.map((tile, index) => Math.abs(tile - (before.tiles[index] ?? tile))));
}

/** Whether two looks show the same side of the same document, however bright: nobody has turned it over. */
export function sameDocument(look: DocumentLook, before: DocumentLook): boolean {
  const brighter = mean(look.tiles) - mean(before.tiles);
  const changes = look.tiles.map((tile, index) => Math.abs(tile - (before.tiles[index] ?? tile) - brighter));
  return mean(changes) < L.sameBelow.value;
}

interface Tile {
  readonly mean: number;
  readonly contrast: number;
  readonly detail: number;
  readonly clipped: number;
}

function tilesOf(patch: GreyPatch, frame: PatchBox): readonly Tile[] {
  return Array.from({ length: GRID.across * GRID.down }, (_, index) => {
    const column = index % GRID.across;
    const row = Math.floor(index / GRID.across);
    const left = frame.left + (frame.width * column) / GRID.across;
    const top = frame.top + (frame.height * row) / GRID.down;
    return tileOf(patch, left, top, left + frame.width / GRID.across, top + frame.height / GRID.down);
  });
}

function tileOf({ data, width, height }: GreyPatch, ...edges: [number, number, number, number]): Tile {
  const [left, top, right, bottom] = edges.map(Math.round) as typeof edges; // map keeps the length of a tuple
  let [count, sum, squares, bends, bendSquares, clipped] = [0, 0, 0, 0, 0, 0];
  for (let y = Math.max(1, top); y < Math.min(height - 1, bottom); y += 1)
    for (let x = Math.max(1, left); x < Math.min(width - 1, right); x += 1) {
      const at = y * width + x;
      const value = data[at] ?? 0;
      const around =
        (data[at - 1] ?? 0) + (data[at + 1] ?? 0) + (data[at - width] ?? 0) + (data[at + width] ?? 0);
      const bend = around - 4 * value;
      count += 1;
      sum += value;
      squares += value * value;
      bends += bend;
      bendSquares += bend * bend;
      if (value >= CLIPPED) clipped += 1;
    }
  if (count === 0) return { mean: 0, contrast: 0, detail: 0, clipped: 0 };
  return {
    mean: sum / count,
    contrast: squares / count - (sum / count) ** 2,
    detail: bendSquares / count - (bends / count) ** 2,
    clipped: clipped / count,
  };
}
