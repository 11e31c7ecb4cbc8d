import {
  EYES,
  LEFT_CHEEK_APPLE,
  LEFT_MOUTH_CORNER,
  RIGHT_CHEEK_APPLE,
  RIGHT_MOUTH_CORNER,
  UPPER_LIP,
} from './mesh-topology.data.ts';
import type { Point } from './puppet-mesh.ts';

type Moved = [number, number, number];

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error(`mesh point ${index} is missing`);
  return value;
}

/** Lowers both upper lids onto the lower ones; `amount` 1 is shut. Crease and brow follow a little. */
export function blink(points: Moved[], rest: readonly Point[], amount: number): void {
  if (amount === 0) return;
  for (const eye of EYES) {
    const drop = eye.upper.map((upper, i) => (at(rest, at(eye.lower, i))[1] - at(rest, upper)[1]) * 0.97);
    eye.upper.forEach((upper, i) => {
      at(points, upper)[1] += amount * at(drop, i);
      at(points, at(eye.lower, i))[1] -= amount * 0.04 * at(drop, i);
    });
    eye.crease.forEach((crease, i) => {
      at(points, crease)[1] += amount * 0.55 * at(drop, i);
    });
    eye.brow.forEach((brow, i) => {
      at(points, brow)[1] += amount * 0.12 * at(drop, Math.min(i + 1, 6));
    });
  }
}

/** Pulls the mouth corners out and up and lifts the cheeks; `amount` 0.8 is a broad smile. */
export function smile(points: Moved[], rest: readonly Point[], amount: number): void {
  if (amount === 0) return;
  const right = at(rest, RIGHT_MOUTH_CORNER);
  const left = at(rest, LEFT_MOUTH_CORNER);
  const width = Math.hypot(left[0] - right[0], left[1] - right[1]);
  const [ux, uy] = [(left[0] - right[0]) / width, (left[1] - right[1]) / width];
  // centre, spread along and across the mouth, push along and across the mouth (all in mouth widths), strength
  const pulls = [
    [right, 0.34, 0.3, -0.3, -0.2, 1],
    [left, 0.34, 0.3, 0.3, -0.2, 1],
    [at(rest, RIGHT_CHEEK_APPLE), 0.35, 0.3, -0.02, -0.1, 1],
    [at(rest, LEFT_CHEEK_APPLE), 0.35, 0.3, 0.02, -0.1, 1],
    [at(rest, UPPER_LIP), 0.25, 0.12, 0, -0.05, 0.6],
  ] as const;
  for (let i = 0; i < 468; i++) {
    const [x, y] = at(rest, i);
    const point = at(points, i);
    for (const [centre, spreadX, spreadY, along, across, strength] of pulls) {
      const far = ((x - centre[0]) / (spreadX * width)) ** 2 + ((y - centre[1]) / (spreadY * width)) ** 2;
      const weight = Math.exp(-0.5 * far) * strength * amount * width;
      point[0] += weight * (ux * along - uy * across);
      point[1] += weight * (uy * along + ux * across);
    }
  }
}
