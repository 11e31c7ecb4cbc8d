import type { GreyPatch } from './grey-patch.ts';
import { QUALITY_LIMITS as Q } from './quality-limits.data.ts';

export interface FrameQuality {
  /** Mean grey of the face's region, 0..255. */
  readonly luminance: number;
  /** Shares of clipped pixels, 0..1. */
  readonly overexposed: number;
  readonly underexposed: number;
  /** Variance of the 4-neighbour Laplacian; grows with detail. Pech-Pacheco et al. 2000. */
  readonly sharpness: number;
}

/** Light and sharpness of a grey patch of at least 3 x 3 pixels. */
export function frameQuality({ data, width, height }: GreyPatch): FrameQuality {
  let sum = 0;
  let bright = 0;
  let dark = 0;
  const count = width * height;
  for (let index = 0; index < count; index += 1) {
    const value = data[index] ?? 0;
    sum += value;
    if (value >= Q.brightLevel.value) bright += 1;
    if (value <= Q.darkLevel.value) dark += 1;
  }
  return {
    luminance: sum / count,
    overexposed: bright / count,
    underexposed: dark / count,
    sharpness: laplacianVariance({ data, width, height }),
  };
}

export type Lighting = 'ok' | 'too_dark' | 'too_bright';

export function lightingOf(quality: FrameQuality): Lighting {
  if (quality.luminance < Q.minLuminance.value || quality.underexposed > Q.maxDarkShare.value)
    return 'too_dark';
  if (quality.luminance > Q.maxLuminance.value || quality.overexposed > Q.maxBrightShare.value)
    return 'too_bright';
  return 'ok';
}

function laplacianVariance({ data, width, height }: GreyPatch): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1, at = y * width + 1; x < width - 1; x += 1, at += 1) {
      const value =
        (data[at - 1] ?? 0) +
        (data[at + 1] ?? 0) +
        (data[at - width] ?? 0) +
        (data[at + width] ?? 0) -
        4 * (data[at] ?? 0);
      sum += value;
      squares += value * value;
      count += 1;
    }
  }
  if (count === 0) return 0;
  const mean = sum / count;
  return squares / count - mean * mean;
}
