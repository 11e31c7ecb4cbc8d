import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PadModel } from '../model/pad-model.ts';
import { liveShare, loadPad, padInput, padScore } from './pad-runner.ts';

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

/**
 * An ONNX file (operator set 13) that leaves its size open, as many exporters do: `image` batch x 3 x height x width, a
 * convolution of 3 x 3 that takes the mean, the mean of the whole, `live` batch x 1.
 */
const OPEN_SIZE = Buffer.from(
  [
    'CAg6lgIKEwoFaW1hZ2UKAXcSAWMiBENvbnYKHAoBYxIEbWVhbiIRR2xvYmFsQXZlcmFnZVBvb2wKFQoEbWVhbhIEbGl2ZSIHRmxh',
    'dHRlbhIBZyp5CgQBAwMDEAFCAXdKbCa0Fz0mtBc9JrQXPSa0Fz0mtBc9JrQXPSa0Fz0mtBc9JrQXPSa0Fz0mtBc9JrQXPSa0Fz0m',
    'tBc9JrQXPSa0Fz0mtBc9JrQXPSa0Fz0mtBc9JrQXPSa0Fz0mtBc9JrQXPSa0Fz0mtBc9JrQXPVovCgVpbWFnZRImCiQIARIgCgcS',
    'BWJhdGNoCgIIAwoIEgZoZWlnaHQKBxIFd2lkdGhiGwoEbGl2ZRITChEIARINCgcSBWJhdGNoCgIIAUIECgAQDQ==',
  ].join(''),
  'base64',
);

describe('a network that leaves its size open', () => {
  const grey = { width: 64, height: 64, data: new Uint8Array(64 * 64 * 3).fill(51), channels: 3 } as const;
  const box = { left: 16, top: 16, right: 48, bottom: 48 };
  let folder: string;
  let pad: PadModel;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'presence-pad-'));
    const file = join(folder, 'open.onnx');
    await writeFile(file, OPEN_SIZE);
    pad = {
      name: 'open',
      file,
      crop: 1,
      input: { size: 24, layout: 'nchw', channels: 'rgb', scale: 1 / 255, offset: 0 },
      output: { length: 1, live: 0, activation: 'none' },
      threshold: 0.5,
    };
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is run in the size its manifest gives', async () => {
    const model = await loadPad(pad);
    expect(await padScore(model, pad, grey, box)).toBeCloseTo(0.2, 3);
    await model.close();
  });

  it('is refused in words for its operator, where the manifest gives one that cannot be', async () => {
    const input = { ...pad.input, layout: 'nhwc' } as const;
    await expect(loadPad({ ...pad, input })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringMatching(
        /^Model open \(.*open\.onnx, ENGINE_PAD_MODELS\) is not what its manifest says: [^\n]*/,
      ),
    });
  });

  it.each([
    ['3', 'a raw score', { scale: 15 / 255, offset: 0 }],
    ['NaN', 'no number', { scale: [Number.MAX_VALUE, -Number.MAX_VALUE, 1], offset: 0 }],
  ] as const)('may not answer %s, %s, where a probability was announced', async (said, _what, change) => {
    const model = await loadPad(pad);
    const input = { ...pad.input, ...change };
    await expect(padScore(model, { ...pad, input }, grey, box)).rejects.toThrow(
      new RegExp(`answers ${said}\\S*, which is no probability with the activation "none"`),
    );
    await model.close();
  });
});
