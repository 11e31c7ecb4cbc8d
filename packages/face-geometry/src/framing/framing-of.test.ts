import { describe, expect, it } from 'vitest';
import { type FacePose, syntheticFace } from '../fixtures/synthetic-face.ts';
import { measureFace } from '../measures/measure-face.ts';
import { defaultOval, framingOf } from './framing-of.ts';

const frame = { width: 640, height: 480 };
const framing = (pose: FacePose, oval = defaultOval(frame)) =>
  framingOf(measureFace(syntheticFace(pose), frame), frame, { oval });

describe('framingOf', () => {
  it.each<[string, FacePose, string]>([
    ['a face in the middle', {}, 'ok'],
    ['a face a little aside and below the camera', { x: 350, y: 260, yaw: 8, pitch: 10 }, 'ok'],
    ['a small face', { scale: 6 }, 'too_far'],
    ['a huge face', { scale: 28 }, 'too_close'],
    ['a face at the left edge', { x: 120 }, 'off_centre'],
    ['a face at the bottom', { y: 400 }, 'off_centre'],
    ['a head turned to the side', { yaw: 30 }, 'turned_away'],
    ['a head bent far down', { pitch: -35 }, 'turned_away'],
    ['a tilted head', { roll: 30 }, 'turned_away'],
  ])('%s', (_, pose, expected) => {
    expect(framing(pose)).toBe(expected);
  });

  it('follows the oval the window draws', () => {
    const aside = { ...defaultOval(frame), centre: { x: 0.2, y: 0.5 } };
    expect(framing({}, aside)).toBe('off_centre');
    expect(framing({ x: 128 }, aside)).toBe('ok');
  });

  it('draws the default oval inside tall and wide frames', () => {
    for (const size of [frame, { width: 480, height: 640 }, { width: 1280, height: 720 }]) {
      const oval = defaultOval(size);
      expect(oval.width).toBeLessThanOrEqual(0.8);
      expect(oval.height).toBeLessThanOrEqual(0.8);
      expect((oval.width * size.width) / (oval.height * size.height)).toBeCloseTo(0.75, 6);
    }
  });
});
