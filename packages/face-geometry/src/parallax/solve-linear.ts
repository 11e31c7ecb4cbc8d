/**
 * Solves as many linear equations as there are unknowns, by Gauss-Jordan elimination with row pivoting. The rows are used up.
 *
 * @param system one row for each unknown: its factors, then the right side.
 * @returns undefined when they have no single solution.
 */
export function solveLinear(system: Float64Array[]): number[] | undefined {
  const unknowns = system.length;
  const pivots: Float64Array[] = [];
  const rest = [...system];
  for (let column = 0; column < unknowns; column += 1) {
    rest.sort((p, q) => Math.abs(q[column] ?? 0) - Math.abs(p[column] ?? 0));
    const pivot = rest.shift();
    const lead = pivot?.[column] ?? 0;
    if (pivot === undefined || Math.abs(lead) < Number.EPSILON) return undefined;
    for (const row of [...pivots, ...rest]) {
      const factor = (row[column] ?? 0) / lead;
      for (let k = column; k <= unknowns; k += 1) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
    pivots.push(pivot);
  }
  return pivots.map((row, column) => (row[unknowns] ?? 0) / (row[column] ?? 1));
}
