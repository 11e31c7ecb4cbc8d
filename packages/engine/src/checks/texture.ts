import { certainty, rounded } from '../model/certainty.ts';
import type { CheckResult } from '../model/check-result.ts';
import type { SpoofReading } from '../model/clip-evidence.ts';
import { SPECTRUM_SIDE } from '../model/spectrum.data.ts';
import { TEXTURE_CHECK as T } from './check-limits.data.ts';

/**
 * Whether the face carries the fine regular grid of a screen's pixels or a print's dots, which skin never has: a sharp peak
 * in the spectrum of the face, in the mean over frames. Source of the idea: Garcia and de Queiroz, Face-Spoofing 2D-Detection
 * Based on Moire-Pattern Analysis, IEEE TIFS 10(4), 2015.
 */
export function checkTexture(readings: readonly SpoofReading[]): CheckResult {
  const nothing = { check: 'texture', reasons: [], measures: {} } as const;
  const spectra = readings.flatMap(({ spectrum }) => (spectrum === undefined ? [] : [spectrum]));
  if (spectra.length < T.leastFrames) return { ...nothing, score: null };
  const peak = sharpestPeak(logMean(spectra));
  const score = rounded(certainty(peak, T.peak));
  const measures = { peak: rounded(peak), frames: spectra.length };
  if (peak < T.peak.threshold) return { ...nothing, score, measures };
  const message = 'The face carries a fine regular grid, as screens and prints have, and skin has not.';
  const { threshold } = T.peak;
  return {
    ...nothing,
    score,
    measures,
    reasons: [{ check: 'texture', code: 'screen_pattern', score: rounded(peak), threshold, message }],
  };
}

function logMean(spectra: readonly Float32Array[]): Float64Array {
  const mean = new Float64Array(SPECTRUM_SIDE * SPECTRUM_SIDE);
  for (const spectrum of spectra)
    for (let at = 0; at < mean.length; at += 1) mean[at] = (mean[at] ?? 0) + (spectrum[at] ?? 0);
  return mean.map((sum) => Math.log(sum / spectra.length + 1e-6));
}

/** How far the strongest frequency stands above those around it, in natural logarithms of power. */
function sharpestPeak(log: Float64Array): number {
  const half = SPECTRUM_SIDE / 2;
  let best = 0;
  // The spectrum of a picture is the same at k and -k: one half is enough.
  for (let fy = -half; fy < half; fy += 1)
    for (let fx = 0; fx < half; fx += 1)
      if (isJudged(fx, fy)) best = Math.max(best, valueAt(log, fx, fy) - around(log, fx, fy));
  return best;
}

/**
 * Neither coarse detail, nor edges along the axes, nor the grid of JPEG's blocks of eight: its peaks are where both
 * frequencies are multiples of an eighth. Where only one is, prints have theirs: dots of eight or four pixels.
 */
function isJudged(fx: number, fy: number): boolean {
  const radius = Math.hypot(fx, fy) / SPECTRUM_SIDE;
  const grid = SPECTRUM_SIDE / 8;
  const onAxis = (f: number) => Math.abs(f) <= 1;
  const onGrid = (f: number) => Math.abs(f - grid * Math.round(f / grid)) <= 1;
  const inBand = radius > T.band.from && radius < T.band.to;
  return inBand && !onAxis(fx) && !onAxis(fy) && !(onGrid(fx) && onGrid(fy));
}

/** Mean of the neighbourhood of 9 x 9 frequencies but the innermost 3 x 3. */
function around(log: Float64Array, fx: number, fy: number): number {
  let sum = 0;
  let count = 0;
  for (let dy = -4; dy <= 4; dy += 1)
    for (let dx = -4; dx <= 4; dx += 1) {
      if (Math.abs(dx) <= 1 && Math.abs(dy) <= 1) continue;
      sum += valueAt(log, fx + dx, fy + dy);
      count += 1;
    }
  return sum / count;
}

function valueAt(log: Float64Array, fx: number, fy: number): number {
  const wrapped = (f: number) => (f + SPECTRUM_SIDE) % SPECTRUM_SIDE;
  return log[wrapped(fy) * SPECTRUM_SIDE + wrapped(fx)] ?? 0;
}
