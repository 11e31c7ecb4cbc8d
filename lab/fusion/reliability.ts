/** A probability of an attack and whether it was one. */
export interface Forecast {
  readonly probability: number;
  readonly attack: boolean;
  readonly weight: number;
}

/** Forecasts of about the same probability, and how often they were right. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Weighted means; undefined for an empty bin. */
  readonly forecast: number | undefined;
  readonly attacks: number | undefined;
}

export interface Reliability {
  readonly bins: readonly ReliabilityBin[];
  /** Mean square error of the probabilities (Brier 1950): 0.25 for always saying one half. */
  readonly brier: number;
  /** Mean distance of forecast and frequency over the bins (expected calibration error). */
  readonly error: number;
}

const BINS = 5;

/** How far probabilities can be taken at their word. Bins of equal width. */
export function reliabilityOf(forecasts: readonly Forecast[]): Reliability {
  const total = weightOf(forecasts);
  const bins = Array.from({ length: BINS }, (_, index) => {
    const [from, to] = [index / BINS, (index + 1) / BINS];
    const inside = forecasts.filter(
      ({ probability }) => probability >= from && (probability < to || index === BINS - 1),
    );
    return { from, to, count: inside.length, weight: weightOf(inside), ...meansOf(inside) };
  });
  return {
    bins: bins.map(({ weight: _, ...bin }) => bin),
    brier:
      forecasts.reduce((sum, one) => sum + one.weight * (one.probability - Number(one.attack)) ** 2, 0) /
      total,
    error:
      bins.reduce(
        (sum, { weight, forecast = 0, attacks = 0 }) => sum + weight * Math.abs(forecast - attacks),
        0,
      ) / total,
  };
}

function meansOf(inside: readonly Forecast[]): Pick<ReliabilityBin, 'forecast' | 'attacks'> {
  const weight = weightOf(inside);
  if (weight === 0) return { forecast: undefined, attacks: undefined };
  const mean = (value: (one: Forecast) => number) =>
    inside.reduce((sum, one) => sum + one.weight * value(one), 0) / weight;
  return { forecast: mean((one) => one.probability), attacks: mean((one) => Number(one.attack)) };
}

function weightOf(forecasts: readonly Forecast[]): number {
  return forecasts.reduce((sum, { weight }) => sum + weight, 0);
}
