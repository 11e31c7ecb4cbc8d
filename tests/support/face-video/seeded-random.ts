/** A small seeded generator (mulberry32), values in [0, 1): the same seed gives the same video on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Sensor-like noise: triangular, +-`amplitude` grey levels, added in place. */
export function addNoise(data: Uint8Array, amplitude: number, random: () => number): void {
  for (let i = 0; i < data.length; i++) {
    const value = (data[i] ?? 0) + (random() + random() - 1) * amplitude;
    data[i] = Math.min(Math.max(value, 0), 255);
  }
}
