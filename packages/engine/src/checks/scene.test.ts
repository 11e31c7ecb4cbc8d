import { describe, expect, it } from 'vitest';
import type { Sketch } from '../model/frame-vision.ts';
import { face, frame } from './fixtures/evidence.ts';
import { checkScene } from './scene.ts';

const [WIDTH, HEIGHT] = [96, 72];
/** Pixels of the frame in one of the sketch. */
const SCALE = 640 / WIDTH;
/** Where the marks of the face lie, pixels of the frame. */
const MARKS = {
  33: [280, 200],
  263: [360, 200],
  1: [320, 250],
  152: [320, 350],
  10: [320, 130],
  234: [225, 240],
};

/** Waves of many directions: detail everywhere, nothing that repeats within a clip's motion. */
const room = (x: number, y: number) =>
  128 + 30 * Math.sin(x / 3.1 + y / 9) + 25 * Math.sin(y / 4.3 - x / 11) + 20 * Math.sin((x * y) / 300);
const skin = (x: number, y: number) =>
  120 + 35 * Math.sin(x / 2.7) * Math.cos(y / 3.3) + 20 * Math.sin((x - y) / 4.1);
const isFace = (x: number, y: number) => ((x - 48) / 13) ** 2 + ((y - 36) / 17) ** 2 < 1;

interface Shift {
  /** Pixels of the sketch. */
  readonly room: number;
  readonly face: number;
}

/** A face before a room in ten frames, each shifted by so much a frame. */
function clip(by: Shift, eyes: (index: number) => number = () => 0.3) {
  return Array.from({ length: 10 }, (_, index) => {
    const grey = new Float32Array(WIDTH * HEIGHT);
    for (let y = 0; y < HEIGHT; y += 1)
      for (let x = 0; x < WIDTH; x += 1) {
        const [fx, rx] = [x - by.face * index, x - by.room * index];
        grey[y * WIDTH + x] = isFace(fx, y) ? skin(fx, y) : room(rx, y);
      }
    const sketch: Sketch = { width: WIDTH, height: HEIGHT, grey };
    return frame(index, [sighting(by.face * index * SCALE, eyes(index))], { sketch });
  });
}

function sighting(dx: number, open: number) {
  const points = new Float32Array(478 * 3);
  for (let index = 0; index < 478; index += 1) points.set([320 + dx, 240, 0], 3 * index);
  for (const [index, [x = 0, y = 0]] of Object.entries(MARKS)) points.set([x + dx, y, 0], 3 * Number(index));
  const box = { left: 233 + dx, top: 127, right: 407 + dx, bottom: 353 };
  return face({ box, eyes: { left: open, right: open } }, points);
}

describe('checkScene', () => {
  it('refuses a picture that moves as a whole', () => {
    const result = checkScene(clip({ room: 0.5, face: 0.5 }));
    expect(result.reasons.map(({ code }) => code)).toEqual(['flat_scene']);
    expect(result.measures.face).toBeGreaterThan(0.95);
    expect(result.measures.around).toBeGreaterThan(0.95);
    expect(result.measures.moved).toBeCloseTo((9 * 0.5) / WIDTH, 1);
    expect(result.score).toBeLessThan(0.5);
  });

  it('passes a head before a room that stands still', () => {
    expect(checkScene(clip({ room: 0, face: 0.5 })).reasons).toEqual([]);
  });

  it('passes a head that a moving camera sees against a room farther away', () => {
    expect(checkScene(clip({ room: 0.3, face: 0.6 })).reasons).toEqual([]);
  });

  it('says nothing of somebody who blinks, or who hardly moves', () => {
    const nothing = { check: 'scene', score: null, reasons: [], measures: {} };
    const blinking = (index: number) => (index === 4 ? 0.1 : 0.3);
    expect(checkScene(clip({ room: 0.5, face: 0.5 }, blinking))).toEqual(nothing);
    expect(checkScene(clip({ room: 0.02, face: 0.02 }))).toEqual(nothing);
    expect(checkScene(clip({ room: 0.5, face: 0.5 }).slice(0, 3))).toEqual(nothing);
  });
});
