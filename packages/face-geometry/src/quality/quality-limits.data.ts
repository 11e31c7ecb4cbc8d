import type { Threshold } from '../model/threshold.ts';

const DATE = '2026-11-22';
const t = (value: number, unit: string, origin: string): Threshold => ({ value, unit, origin, date: DATE });

export const QUALITY_LIMITS = {
  darkLevel: t(25, 'grey 0..255', 'At or below, a pixel carries no detail after 8-bit compression.'),
  brightLevel: t(250, 'grey 0..255', 'At or above, a pixel is clipped.'),
  minLuminance: t(
    50,
    'mean grey of the face, 0..255',
    'Below, noise hides the lids. Daylight faces read 81 to 166, darkened to a third 28 to 58.',
  ),
  maxLuminance: t(
    220,
    'mean grey of the face, 0..255',
    'Above, the skin is nearly white; faces brightened by 1.8 read 197 to 230.',
  ),
  maxDarkShare: t(0.5, 'share of the face box', 'Beard and hair darken up to a third of the box.'),
  maxBrightShare: t(
    0.25,
    'share of the face box',
    'Glare of glasses and forehead stays below a tenth; faces brightened by 1.8 reach 0.06 to 0.73.',
  ),
  minSharpness: t(
    20,
    'variance of the Laplacian, 128-pixel face',
    'Ten faces at 640 x 480: sharp ones read 76 to 745, blurred by a Gaussian of 3 pixels 7 to 18. Falls with contrast.',
  ),
  goodSharpness: t(
    120,
    'variance of the Laplacian, 128-pixel face',
    'From here on sharper is no better for a best shot; blurred by 1.5 pixels faces read 33 to 89.',
  ),
} as const satisfies Record<string, Threshold>;
