/**
 * Fourier transform of a square of complex numbers in place, rows then columns; the side is a power of two. Method:
 * Cooley and Tukey 1965, radix 2.
 */
export function transformSquare(real: Float64Array, imaginary: Float64Array, side: number): void {
  const turns = Float64Array.from({ length: side / 2 }, (_, k) => Math.cos((-2 * Math.PI * k) / side));
  const rises = Float64Array.from({ length: side / 2 }, (_, k) => Math.sin((-2 * Math.PI * k) / side));
  const line = { real: new Float64Array(side), imaginary: new Float64Array(side) };
  const order = bitReversed(side);
  for (const [start, step] of [
    [side, 1],
    [1, side],
  ] as const)
    for (let n = 0; n < side; n += 1) {
      for (let k = 0; k < side; k += 1) {
        const from = n * start + (order[k] ?? 0) * step;
        line.real[k] = real[from] ?? 0;
        line.imaginary[k] = imaginary[from] ?? 0;
      }
      butterflies(line.real, line.imaginary, turns, rises);
      for (let k = 0; k < side; k += 1) {
        real[n * start + k * step] = line.real[k] ?? 0;
        imaginary[n * start + k * step] = line.imaginary[k] ?? 0;
      }
    }
}

function butterflies(re: Float64Array, im: Float64Array, turns: Float64Array, rises: Float64Array): void {
  const side = re.length;
  for (let half = 1; half < side; half *= 2) {
    const stride = side / (2 * half);
    for (let block = 0; block < side; block += 2 * half)
      for (let k = 0; k < half; k += 1) {
        const a = block + k;
        const b = a + half;
        const c = turns[k * stride] ?? 0;
        const s = rises[k * stride] ?? 0;
        const reA = re[a] ?? 0;
        const imA = im[a] ?? 0;
        const reB = re[b] ?? 0;
        const imB = im[b] ?? 0;
        const x = reB * c - imB * s;
        const y = reB * s + imB * c;
        re[b] = reA - x;
        im[b] = imA - y;
        re[a] = reA + x;
        im[a] = imA + y;
      }
  }
}

function bitReversed(side: number): Uint32Array {
  const bits = Math.log2(side);
  return Uint32Array.from({ length: side }, (_, k) =>
    Array.from({ length: bits }, (_unused, bit) => ((k >> bit) & 1) << (bits - 1 - bit)).reduce(
      (a, b) => a | b,
      0,
    ),
  );
}
