/**
 * Puts a measured value on the common scale of the checks: 0 at `worst`, 0.5 at `threshold`, 1 at `best`, straight in
 * between. Works in either direction (`worst` may be the larger).
 */
export function certainty(value: number, scale: { worst: number; threshold: number; best: number }): number {
  const { worst, threshold, best } = scale;
  const good = (value - threshold) / (best - threshold);
  if (good >= 0) return 0.5 + 0.5 * Math.min(good, 1);
  return 0.5 - 0.5 * Math.min((value - threshold) / (worst - threshold), 1);
}

/** Three digits are all that any of these figures is worth. */
export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
