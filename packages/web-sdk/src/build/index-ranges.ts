/** `0-2 5 7-8` for 0, 1, 2, 5, 7 and 8. */
export function formatRanges(indices: Iterable<number>): string {
  const ranges: { from: number; to: number }[] = [];
  for (const index of [...indices].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && index <= last.to + 1) last.to = index;
    else ranges.push({ from: index, to: index });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(' ');
}

/** The other way round. */
export function parseRanges(text: string): ReadonlySet<number> {
  const indices = new Set<number>();
  for (const range of text.split(' ').filter((each) => each !== '')) {
    const [from = '', to = from] = range.split('-');
    for (let index = Number(from); index <= Number(to); index += 1) indices.add(index);
  }
  return indices;
}
