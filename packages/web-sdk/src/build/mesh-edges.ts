/** The sides of the detector's triangles as pairs of point indices, one after the other, each side once. */
export function meshEdges(
  triangleSides: readonly { readonly start: number; readonly end: number }[],
): readonly number[] {
  const seen = new Set<string>();
  return triangleSides.flatMap(({ start, end }) => {
    const key = start < end ? `${start} ${end}` : `${end} ${start}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [start, end];
  });
}
