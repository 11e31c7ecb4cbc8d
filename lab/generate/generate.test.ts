import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fixtureStill } from '../../tests/support/face-video/face-videos.ts';
import type { Raster } from '../../tests/support/face-video/raster.ts';
import { seededRandom } from '../../tests/support/face-video/seeded-random.ts';
import { cutOutMask } from './cut-out-mask.ts';
import { affineOf, faceSquare, inside } from './face-places.ts';
import { heldInstrument } from './held-instrument.ts';
import { injectedLoop } from './injected.ts';
import { INSTRUMENTS } from './instruments.data.ts';
import type { SourceClip } from './source-clip.ts';

const { image, landmarks } = await fixtureStill();
const dark: Raster = { ...image, data: image.data.map((value) => value / 2) };
/** A face that grows dark: frames can be told apart. */
const clip: SourceClip = {
  name: 'astronaut',
  frames: [image, dark],
  landmarks: [landmarks, landmarks],
  turnedAway: false,
};

const hashes = (frames: Iterable<Raster>) =>
  Array.from(frames, ({ data }) => createHash('sha256').update(data).digest('hex'));
const meanOf = ({ data }: Raster) => data.reduce((sum, value) => sum + value, 0) / data.length;

describe('generated attacks', { timeout: 60_000 }, () => {
  it('are the same for the same seed and others for another', () => {
    const made = (seed: number) => hashes(heldInstrument(clip, INSTRUMENTS.replay, seededRandom(seed)));
    const first = made(1);
    expect(first).toHaveLength(2);
    expect(made(1)).toEqual(first);
    expect(made(2)).not.toEqual(first);
  });

  it('show one moment on paper and the film on a screen', () => {
    const change = (instrument: typeof INSTRUMENTS.print | typeof INSTRUMENTS.replay) => {
      const [a = 0, b = 0] = Array.from(heldInstrument(clip, instrument, seededRandom(3)), meanOf);
      return Math.abs(a - b);
    };
    expect(change(INSTRUMENTS.print)).toBeLessThan(2);
    expect(change(INSTRUMENTS.replay)).toBeGreaterThan(10);
  });

  it('leave the wearer of a mask his eyes and his surroundings', () => {
    const [worn] = cutOutMask(clip, { ...clip, frames: [dark] }, seededRandom(1));
    const changed = (x: number, y: number) => {
      const at = (Math.round(y) * image.width + Math.round(x)) * 3;
      return worn?.data[at] !== dark.data[at];
    };
    const [noseX = 0, noseY = 0] = landmarks[1] ?? [];
    const [irisX = 0, irisY = 0] = landmarks[468] ?? [];
    expect(changed(noseX, noseY)).toBe(true);
    expect(changed(irisX, irisY)).toBe(false);
    expect(changed(2, 2)).toBe(false);
  });

  it('repeat a piece of the clip in an injected loop', () => {
    const frames = Array.from({ length: 12 }, (_, index) => (index === 0 ? image : dark));
    const looped = hashes(injectedLoop({ ...clip, frames }));
    expect(looped).toHaveLength(12);
    expect(looped[9]).toBe(looped[0]);
    expect(looped[9]).not.toBe(looped[8]);
  });
});

describe('places', () => {
  it('finds the square of a face and maps three points onto three', () => {
    const face = [
      [10, 20, 0],
      [30, 60, 0],
    ] as const;
    expect(faceSquare(face, 2)).toEqual({ left: 0, top: 20, side: 40 });
    const map = affineOf(
      [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
      [
        [5, 5],
        [7, 5],
        [5, 8],
      ],
    );
    expect(map(0.5, 0.5)).toEqual([6, 6.5]);
  });

  it('knows inside from outside', () => {
    const triangle = [
      [0, 0],
      [10, 0],
      [0, 10],
    ] as const;
    expect([inside(triangle, 2, 2), inside(triangle, 8, 8), inside([], 0, 0)]).toEqual([true, false, false]);
  });
});
