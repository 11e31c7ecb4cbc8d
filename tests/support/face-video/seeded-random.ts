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

const NOISE_VALUES = 1 << 20;

/**
 * Sensor-like noise: triangular, +-`amplitude` grey levels, added in place. The values are drawn once; every frame reads
 * them from another place, which costs a tenth of drawing them anew.
 */
export function noiseAdder(amplitude: number, random: () => number): (data: Uint8Array) => void {
  const values = Float32Array.from({ length: NOISE_VALUES }, () => (random() + random() - 1) * amplitude);
  return (data) => {
    let at = Math.floor(random() * NOISE_VALUES);
    for (let i = 0; i < data.length; i++) {
      const value = (data[i] ?? 0) + (values[at] ?? 0);
      data[i] = value < 0 ? 0 : Math.min(value, 255);
      at = at + 1 === NOISE_VALUES ? 0 : at + 1;
    }
  };
}
