import { describe, expect, it } from 'vitest';
import { padInput } from './pad-runner.ts';

const RGB = Float32Array.of(1, 2, 3, 10, 20, 30);

describe('padInput', () => {
  it.each([
    ['nchw', 'rgb', [1, 10, 2, 20, 3, 30]],
    ['nchw', 'bgr', [3, 30, 2, 20, 1, 10]],
    ['nhwc', 'rgb', [1, 2, 3, 10, 20, 30]],
    ['nhwc', 'bgr', [3, 2, 1, 30, 20, 10]],
  ] as const)('lays pixels out as %s, %s', (layout, channels, expected) => {
    expect([...padInput(RGB, { size: 2, layout, channels, scale: 1, offset: 0 })]).toEqual(expected);
  });

  it('scales', () => {
    const input = padInput(RGB, { size: 2, layout: 'nhwc', channels: 'rgb', scale: 0.5, offset: -1 });
    expect(input[5]).toBe(14);
  });
});
