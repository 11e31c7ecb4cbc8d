import type { Threshold } from '../model/threshold.ts';

const DATE = '2026-11-22';
const t = (value: number, unit: string, origin: string): Threshold => ({ value, unit, origin, date: DATE });

/**
 * When a picture of a document is good enough. Measured on drawn identity cards of 640 and 1280 pixels with noise of up to
 * 12 grey levels, and on what must not pass for a card: a room, a bare table, a portrait. No photographs of real documents
 * were at hand.
 */
export const DOCUMENT_LIMITS = {
  minSharpness: t(
    0.2,
    'variance of the Laplacian over that of the grey values, 480-pixel patch',
    'Sharp cards read 1.0 to 1.2; blurred by a Gaussian of 1.2 pixels of 640 0.30, of 1.8 0.14 to 0.16, of 4 0.02 to 0.08.',
  ),
  minContrast: t(
    80,
    'variance of the grey values of a tile',
    'Tiles below hold no print; noise of 12 grey levels alone reads 24.',
  ),
  glareTile: t(
    0.5,
    'share of clipped pixels in a tile',
    'The middle of a mirrored lamp reads 0.98; white print on white paper stays below 0.2.',
  ),
  maxGlareTiles: t(
    0.015,
    'share of the tiles',
    'Two tiles of 96: a spot over a word. Single ones are let pass.',
  ),
  maxBrightTiles: t(0.4, 'share of the tiles', 'From here on it is the exposure, not a reflection.'),
  minLuminance: t(
    60,
    'median grey of the tiles, 0..255',
    'A card in a dark room reads 28; a dark blue passport in daylight about 70.',
  ),
  minSide: t(
    20,
    'grey levels of the step along one side',
    'A pale card on wood reads 67 to 110, blurred or not, its dark header 4 to 13; a portrait up to 15, a room 31 on one side and 1 on the others, a bare table 4.',
  ),
  minSides: t(3, 'sides of four', 'One may lie over a background of its own shade.'),
  maxMotion: t(
    1.5,
    'mean change of the tiles from look to look, grey levels',
    'A card at rest reads below 0.1; moved by 0.2 hundredths of the picture 0.9, by half a hundredth 2, by one 3.6.',
  ),
  sameBelow: t(
    9,
    'mean change of the tiles, grey levels, brightness aside',
    'A card moved by two hundredths of the picture changes by 6.4; its two sides differ by 20 and more.',
  ),
} as const satisfies Record<string, Threshold>;
