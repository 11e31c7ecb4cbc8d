import { describe, expect, it } from 'vitest';
import { transformSquare } from './fourier.ts';

describe('transformSquare', () => {
  it('finds a wave where it is', () => {
    const side = 16;
    const re = Float64Array.from({ length: side * side }, (_, at) =>
      Math.cos((2 * Math.PI * (3 * (at % side) + 5 * Math.floor(at / side))) / side),
    );
    const im = new Float64Array(side * side);
    transformSquare(re, im, side);
    const power = Array.from(re, (value, at) => value ** 2 + (im[at] ?? 0) ** 2);
    const found = power.flatMap((value, at) => (value > 1 ? [[at % side, Math.floor(at / side)]] : []));
    expect(found).toEqual([
      [3, 5],
      [13, 11],
    ]);
    expect(power[5 * side + 3]).toBeCloseTo((side * side) ** 2 / 4);
  });

  it('agrees with the definition', () => {
    const side = 4;
    const values = Float64Array.from({ length: 16 }, (_, at) => Math.sin(at * at));
    const [re, im] = [values.slice(), new Float64Array(16)];
    transformSquare(re, im, side);
    for (let v = 0; v < side; v += 1)
      for (let u = 0; u < side; u += 1) {
        let [real, imaginary] = [0, 0];
        values.forEach((value, at) => {
          const angle = (-2 * Math.PI * (u * (at % side) + v * Math.floor(at / side))) / side;
          real += value * Math.cos(angle);
          imaginary += value * Math.sin(angle);
        });
        expect(re[v * side + u]).toBeCloseTo(real);
        expect(im[v * side + u]).toBeCloseTo(imaginary);
      }
  });
});
