import { describe, expect, it } from 'vitest';
import { liveShare, padInput } from './pad-runner.ts';

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

  it('scales each channel by its own, whatever their order', () => {
    const own = { scale: [1, 10, 100], offset: [0.5, 0, -1] } as const;
    const input = padInput(RGB, { size: 2, layout: 'nhwc', channels: 'bgr', ...own });
    expect([...input]).toEqual([299, 20, 1.5, 2999, 200, 10.5]);
  });
});

describe('liveShare', () => {
  it.each([
    ['softmax', { live: 0 }, [2, 2], 0.5],
    ['sigmoid', { live: 1 }, [9, 0], 0.5],
    ['none', { live: 0 }, [0.8], 0.8],
    ['none', { attack: 0 }, [0.8], 0.2],
    ['sigmoid', { attack: 0 }, [-50], 1],
  ] as const)('reads %s of %o', (activation, which, numbers, expected) => {
    const output = { activation, length: numbers.length, ...which };
    expect(liveShare(Float32Array.from(numbers), output)).toBeCloseTo(expected);
  });
});
