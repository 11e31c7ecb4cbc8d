import type { Thresholds } from '../model/analysis.ts';

/** Thresholds as they come, beside `analyses`, in `params` or in a variant of an A/B test. */
export function thresholdsOf(input: {
  readonly threshold_spoofing?: number | undefined;
  readonly threshold_min?: number | undefined;
  readonly threshold_max?: number | undefined;
}): Thresholds {
  const { threshold_spoofing: spoofing, threshold_min: min, threshold_max: max } = input;
  return {
    ...(spoofing === undefined ? {} : { spoofing }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
  };
}
