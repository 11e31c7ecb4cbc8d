/** Random choices that a seed repeats exactly, so that whatever a run finds can be found again. */
export interface SeededRandom {
  /** A whole number from 0 up to, not including, `below`. */
  int(below: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  bytes(length: number): Buffer;
}

/** The mulberry32 generator; 32 bits of state are plenty for choosing mutations. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (below: number) => Math.floor(next() * below);
  return {
    int,
    pick: (items) => items[int(items.length)] ?? items[0],
    bytes: (length) => Buffer.from(Array.from({ length }, () => int(256))),
  };
}
