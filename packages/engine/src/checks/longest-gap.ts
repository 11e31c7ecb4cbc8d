/** The longest time between two neighbouring frames, milliseconds; 0 for fewer than two. */
export function longestGapMs(frames: readonly { readonly timeMs: number }[]): number {
  const gaps = frames.slice(1).map(({ timeMs }, index) => timeMs - (frames[index]?.timeMs ?? timeMs));
  return Math.max(0, ...gaps);
}
