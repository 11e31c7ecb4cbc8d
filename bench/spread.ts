/** Median, least and most of a list of figures. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) throw new Error('a spread needs at least one figure');
  const middle = sorted.length / 2;
  const lower = sorted[Math.ceil(middle) - 1] ?? least;
  const upper = sorted[Math.floor(middle)] ?? most;
  return { median: (lower + upper) / 2, least, most };
}

/** `median [least–most]` with the given number of decimals. */
export function formatSpread({ median, least, most }: Spread, decimals = 0): string {
  return `${median.toFixed(decimals)} [${least.toFixed(decimals)}–${most.toFixed(decimals)}]`;
}
