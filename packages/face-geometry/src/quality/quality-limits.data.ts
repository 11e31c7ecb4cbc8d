import type { Threshold } from '../model/threshold.ts';

const DATE = '2026-11-22';
const t = (value: number, unit: string, origin: string): Threshold => ({ value, unit, origin, date: DATE });

export const QUALITY_LIMITS = {
  darkLevel: t(25, 'grey 0..255', 'At or below, a pixel carries no detail after 8-bit compression.'),
  brightLevel: t(250, 'grey 0..255', 'At or above, a pixel is clipped.'),
  minLuminance: t(50, 'mean grey of the face, 0..255', 'Below, noise hides the lids.'),
  maxLuminance: t(220, 'mean grey of the face, 0..255', 'Above, the skin is nearly white.'),
  maxDarkShare: t(0.5, 'share of the face box', 'Beard and hair darken up to a third of the box.'),
  maxBrightShare: t(0.25, 'share of the face box', 'Glasses and forehead glare stay below a tenth.'),
  goodSharpness: t(
    120,
    'variance of the Laplacian, 128-pixel face',
    'From here on sharper is no better for a best shot.',
  ),
} as const satisfies Record<string, Threshold>;
