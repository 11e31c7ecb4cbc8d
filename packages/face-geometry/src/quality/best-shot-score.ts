import type { FaceSample } from '../model/face-measures.ts';
import { clamp } from '../model/statistics.ts';
import type { FrameQuality } from './frame-quality.ts';
import { QUALITY_LIMITS as Q } from './quality-limits.data.ts';

/** Where each share of the score has fallen to zero, or has reached one. */
const ZERO_AT = { yaw: 25, pitch: 30, roll: 30, opening: 0.35 } as const;
const OPEN_EYE = { closed: 0.12, open: 0.22 } as const;
const FULL_SIZE_PX = 110;

/**
 * How good a portrait a frame is, 0..1: the product of frontal pose, open eyes, closed mouth, size, light and
 * sharpness, so that one bad side is not made good by the others. Without `quality` light and sharpness count as good.
 */
export function bestShotScore(sample: FaceSample, quality?: FrameQuality): number {
  const { pose, eyes, mouth, interOcularPx } = sample.measures;
  const frontal =
    falling(Math.abs(pose.yaw), ZERO_AT.yaw) *
    falling(Math.abs(pose.pitch), ZERO_AT.pitch) *
    falling(Math.abs(pose.roll), ZERO_AT.roll);
  const open = clamp(
    (Math.min(eyes.left, eyes.right) - OPEN_EYE.closed) / (OPEN_EYE.open - OPEN_EYE.closed),
    0,
    1,
  );
  const closedMouth = falling(mouth.opening, ZERO_AT.opening);
  const large = clamp(interOcularPx / FULL_SIZE_PX, 0, 1);
  return frontal * open * closedMouth * large * (quality === undefined ? 1 : pictureScore(quality));
}

function pictureScore(quality: FrameQuality): number {
  const sharp = clamp(Math.sqrt(quality.sharpness / Q.goodSharpness.value), 0, 1);
  const middle = (Q.minLuminance.value + Q.maxLuminance.value) / 2;
  const half = (Q.maxLuminance.value - Q.minLuminance.value) / 2;
  const lit = falling(Math.max(0, Math.abs(quality.luminance - middle) - half / 2), half);
  const unclipped = 1 - Math.max(quality.overexposed, quality.underexposed);
  return sharp * lit * unclipped;
}

/** 1 at zero, 0 from `zeroAt` on, in a straight line. */
function falling(value: number, zeroAt: number): number {
  return clamp(1 - value / zeroAt, 0, 1);
}
