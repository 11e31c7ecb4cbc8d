/**
 * `count` items spread evenly over a list, its first and last always among them; all of them when there are no more.
 */
export function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  if (count <= 1) return items.slice(0, Math.max(0, count));
  const step = (items.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, k) => items[Math.round(k * step)]).filter(
    (item): item is T => item !== undefined,
  );
}
