/** A 3 x 3 rotation matrix in rows. */
export type Rotation = readonly [
  readonly [number, number, number],
  readonly [number, number, number],
  readonly [number, number, number],
];

export interface WeightedPair {
  readonly from: readonly [number, number, number];
  readonly to: readonly [number, number, number];
  readonly weight: number;
}

/**
 * The rotation that brings the `from` points nearest to the `to` points in the weighted least squares sense, whatever
 * their scale and place. Method: Horn 1987, "Closed-form solution of absolute orientation using unit quaternions".
 */
export function fitRotation(pairs: readonly WeightedPair[]): Rotation {
  const s = crossCovariance(pairs);
  const [xx, xy, xz] = s[0];
  const [yx, yy, yz] = s[1];
  const [zx, zy, zz] = s[2];
  return rotationOf(
    dominantEigenvector([
      [xx + yy + zz, yz - zy, zx - xz, xy - yx],
      [yz - zy, xx - yy - zz, xy + yx, zx + xz],
      [zx - xz, xy + yx, yy - xx - zz, yz + zy],
      [xy - yx, zx + xz, yz + zy, zz - xx - yy],
    ]),
  );
}

function crossCovariance(pairs: readonly WeightedPair[]): Rotation {
  const total = pairs.reduce((sum, pair) => sum + pair.weight, 0);
  const centre = (side: 'from' | 'to', axis: 0 | 1 | 2) =>
    pairs.reduce((sum, pair) => sum + pair.weight * pair[side][axis], 0) / total;
  const from = [centre('from', 0), centre('from', 1), centre('from', 2)] as const;
  const to = [centre('to', 0), centre('to', 1), centre('to', 2)] as const;
  const entry = (row: 0 | 1 | 2, column: 0 | 1 | 2) =>
    pairs.reduce(
      (sum, pair) => sum + pair.weight * (pair.from[row] - from[row]) * (pair.to[column] - to[column]),
      0,
    );
  const rowOf = (row: 0 | 1 | 2) => [entry(row, 0), entry(row, 1), entry(row, 2)] as const;
  return [rowOf(0), rowOf(1), rowOf(2)];
}

/** Eigenvector of the largest eigenvalue of a symmetric matrix, by cyclic Jacobi rotations. */
function dominantEigenvector(symmetric: readonly (readonly number[])[]): readonly number[] {
  const size = symmetric.length;
  const matrix = symmetric.map((row) => Float64Array.from(row));
  const vectors = symmetric.map((_, i) => Float64Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)));
  const sweeps = 12;
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    for (let p = 0; p < size - 1; p += 1) {
      for (let q = p + 1; q < size; q += 1) rotate(matrix, vectors, p, q);
    }
  }
  let best = 0;
  for (let i = 1; i < size; i += 1) {
    if (at(matrix, i, i) > at(matrix, best, best)) best = i;
  }
  return vectors.map((_, row) => at(vectors, row, best));
}

function rotate(matrix: Float64Array[], vectors: Float64Array[], p: number, q: number): void {
  const offDiagonal = at(matrix, p, q);
  if (offDiagonal === 0) return;
  const angle = 0.5 * Math.atan2(2 * offDiagonal, at(matrix, q, q) - at(matrix, p, p));
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const columns = (target: Float64Array[]) => {
    for (const row of target) {
      const a = row[p] ?? 0;
      const b = row[q] ?? 0;
      row[p] = c * a - s * b;
      row[q] = s * a + c * b;
    }
  };
  columns(matrix);
  columns(vectors);
  const rowP = matrix[p];
  const rowQ = matrix[q];
  if (rowP === undefined || rowQ === undefined) return;
  for (let k = 0; k < rowP.length; k += 1) {
    const a = rowP[k] ?? 0;
    const b = rowQ[k] ?? 0;
    rowP[k] = c * a - s * b;
    rowQ[k] = s * a + c * b;
  }
}

function at(matrix: readonly Float64Array[], row: number, column: number): number {
  return matrix[row]?.[column] ?? 0;
}

function rotationOf(quaternion: readonly number[]): Rotation {
  const [w = 1, x = 0, y = 0, z = 0] = quaternion;
  return [
    [w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y)],
    [2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x)],
    [2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z],
  ];
}
