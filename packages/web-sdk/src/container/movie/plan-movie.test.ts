import { describe, expect, it } from 'vitest';
import { planMovie } from './plan-movie.ts';

const frames = (...times: readonly number[]) => times.map((timeMs) => ({ timeMs, width: 640, height: 480 }));
const MIB = 1024 * 1024;

describe('planMovie', () => {
  it('shows each frame from its own time to that of the next', () => {
    const { width, height, bitrate, samples } = planMovie(frames(1000, 1066.5, 1250), 10 * MIB);
    expect({ width, height, bitrate }).toEqual({ width: 640, height: 480, bitrate: 10_000_000 });
    expect(samples.map(({ timestamp }) => timestamp)).toEqual([0, 0.0665, 0.25]);
    expect(samples.map(({ duration }) => duration)).toEqual([0.0665, 0.1835, 0.066]);
  });

  it('spends less on a long movie, so that it stays within a file of the container', () => {
    const { bitrate } = planMovie(frames(0, 29_934), 10 * MIB);
    expect((bitrate / 8) * 30).toBeLessThan(10 * MIB);
    expect(bitrate).toBeGreaterThan(1_000_000);
  });

  it('makes no movie of a picture that changed its size, nor of nothing', () => {
    const turned = [...frames(0, 66), { timeMs: 132, width: 480, height: 640 }];
    expect(() => planMovie(turned, MIB)).toThrow('changed from 640 x 480 to 480 x 640');
    expect(() => planMovie([], MIB)).toThrow('no frames');
  });
});
