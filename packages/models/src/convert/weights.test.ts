import { describe, expect, it } from 'vitest';
import { toOutputInputHeightWidth, widenHalves } from './weights.ts';

describe('widenHalves', () => {
  it('gives the exact values of IEEE 754 binary16', () => {
    const halves = Uint16Array.of(0x0000, 0x3c00, 0xc000, 0x3555, 0x7bff, 0x0001, 0x7c00, 0xfc00, 0x8000);
    expect([...widenHalves(halves)]).toEqual([
      0,
      1,
      -2,
      0.333251953125,
      65504,
      2 ** -24,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      -0,
    ]);
    expect(widenHalves(Uint16Array.of(0x7e00))[0]).toBeNaN();
  });
});

describe('toOutputInputHeightWidth', () => {
  it('moves the input channels before the places', () => {
    // Two outputs, 1 × 2 places, three inputs; the digits are output, place, input.
    const values = [100, 101, 102, 110, 111, 112, 200, 201, 202, 210, 211, 212];
    const moved = toOutputInputHeightWidth(values, { outputs: 2, height: 1, width: 2, inputs: 3 });
    expect([...moved]).toEqual([100, 110, 101, 111, 102, 112, 200, 210, 201, 211, 202, 212]);
  });
});
