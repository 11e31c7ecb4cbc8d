/** A two-sided interval of a share, 0..1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

const STEPS = 60;

/**
 * The exact interval of a share of `hits` in `trials`: the shares under which so many hits or more, or so few or less,
 * have a probability of at least half of what `confidence` leaves. Source: Clopper and Pearson, Biometrika 26(4), 1934.
 * It supposes independent trials. Without trials nothing is known: 0 to 1.
 */
export function clopperPearson(hits: number, trials: number, confidence = 0.95): Interval {
  if (!Number.isInteger(hits) || !Number.isInteger(trials) || hits < 0 || hits > trials)
    throw new RangeError(`An interval needs whole numbers 0 <= hits <= trials, not ${hits} of ${trials}.`);
  const tail = (1 - confidence) / 2;
  return {
    low: hits === 0 ? 0 : bisect((share) => 1 - atMost(hits - 1, trials, share) < tail),
    high: hits === trials ? 1 : bisect((share) => atMost(hits, trials, share) >= tail),
  };
}

/** The share at which `below` stops being true; it must be true at 0 and false at 1. */
function bisect(below: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (below(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability of at most `hits` hits, in logarithms so that thousands of trials do not underflow. */
function atMost(hits: number, trials: number, share: number): number {
  let sum = 0;
  let logChoose = 0;
  for (let k = 0; k <= hits; k += 1) {
    if (k > 0) logChoose += Math.log((trials - k + 1) / k);
    sum += Math.exp(logChoose + k * Math.log(share) + (trials - k) * Math.log1p(-share));
  }
  return Math.min(1, sum);
}
