/** A face of nobody: numbers without a pattern, of length 1. */
export function strangeFace(length: number, seed: number): Float32Array {
  const raw = Float32Array.from({ length }, (_, k) => Math.sin((seed + 1) * (k + 1) * 12.9898) % 1);
  const size = Math.hypot(...raw);
  return raw.map((value) => value / size);
}
