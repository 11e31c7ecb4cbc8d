/** Image corners in order: top left, top right, bottom right, bottom left. */
export type Quad = readonly (readonly [x: number, y: number])[];

/** Solves a small dense system by Gaussian elimination with partial pivoting; rows are [coefficients..., right side]. */
function solve(rows: number[][]): number[] {
  const n = rows.length;
  const cell = (r: number, c: number): number => rows[r]?.[c] ?? 0;
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(cell(r, i)) > Math.abs(cell(pivot, i))) pivot = r;
    [rows[i], rows[pivot]] = [rows[pivot] ?? [], rows[i] ?? []];
    for (let r = 0; r < n; r++) {
      if (r === i) continue;
      const factor = cell(r, i) / cell(i, i);
      rows[r] = (rows[r] ?? []).map((value, c) => value - factor * cell(i, c));
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / cell(i, i));
}

/** The perspective map that takes a point inside `quad` to the unit square. */
export function quadToUnit(quad: Quad): (x: number, y: number) => readonly [u: number, v: number] {
  const unit = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ] as const;
  const rows = quad.flatMap(([x, y], i) => {
    const [u, v] = unit[i] ?? unit[0];
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = solve(rows);
  return (x, y) => {
    const w = g * x + h * y + 1;
    return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
  };
}

/** Corners of a flat sheet of half-width `half` held up to a camera, turned by yaw, pitch and roll (radians). */
export function heldSheet(
  centre: readonly [number, number],
  half: number,
  turn: { yaw: number; pitch: number; roll: number },
): Quad {
  const focal = 900;
  return [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([a = 0, b = 0]) => {
    const [x1, z1] = [a * half * Math.cos(turn.yaw), a * half * Math.sin(turn.yaw)];
    const y1 = b * half * Math.cos(turn.pitch) - z1 * Math.sin(turn.pitch);
    const z2 = z1 * Math.cos(turn.pitch) + b * half * Math.sin(turn.pitch);
    const x2 = x1 * Math.cos(turn.roll) - y1 * Math.sin(turn.roll);
    const y2 = x1 * Math.sin(turn.roll) + y1 * Math.cos(turn.roll);
    const shrink = focal / (focal + z2);
    return [centre[0] + x2 * shrink, centre[1] + y2 * shrink] as const;
  });
}
