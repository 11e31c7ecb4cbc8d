/** One labelled row. */
export interface Row {
  readonly features: readonly number[];
  readonly attack: boolean;
  /** How much it counts. */
  readonly weight: number;
}

export interface LogisticFit {
  readonly intercept: number;
  readonly weights: readonly number[];
}

export interface FitOptions {
  /** Half the penalty on the sum of squares of the weights, against a mean loss over all rows. */
  readonly ridge: number;
  /** Whether weights may fall below nought. */
  readonly signed: boolean;
}

const STEPS = 5_000;

/**
 * Logistic regression by gradient descent with a fixed step (1 over a bound of the curvature), so that the same rows give
 * the same numbers everywhere. Features are expected within about 0..1.
 */
export function fitLogistic(rows: readonly Row[], { ridge, signed }: FitOptions): LogisticFit {
  const count = rows[0]?.features.length ?? 0;
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const longest = Math.max(...rows.map(({ features }) => 1 + features.reduce((sum, x) => sum + x * x, 0)));
  const step = 1 / (longest / 4 + ridge);
  let intercept = 0;
  const weights = new Array<number>(count).fill(0);
  for (let turn = 0; turn < STEPS; turn += 1) {
    let slope = 0;
    const slopes = weights.map((weight) => ridge * weight);
    for (const { features, attack, weight } of rows) {
      const error = ((probability(intercept, weights, features) - Number(attack)) * weight) / total;
      slope += error;
      features.forEach((value, index) => {
        slopes[index] = (slopes[index] ?? 0) + error * value;
      });
    }
    intercept -= step * slope;
    slopes.forEach((gradient, index) => {
      const next = (weights[index] ?? 0) - step * gradient;
      weights[index] = signed ? next : Math.max(0, next);
    });
  }
  return { intercept, weights };
}

/** The logarithm of the odds that a fit gives these features. */
export function logOdds({ intercept, weights }: LogisticFit, features: readonly number[]): number {
  return features.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), intercept);
}

function probability(intercept: number, weights: readonly number[], features: readonly number[]): number {
  return 1 / (1 + Math.exp(-logOdds({ intercept, weights }, features)));
}
