import { describe, expect, it } from 'vitest';
import { syntheticFace } from '../fixtures/synthetic-face.ts';
import { measureFace } from './measure-face.ts';

const frame = { width: 640, height: 480 };
const measured = (pose: { yaw?: number; pitch?: number; roll?: number }) =>
  measureFace(syntheticFace(pose), frame);

describe('measureFace', () => {
  it.each([
    { yaw: 0, pitch: 0, roll: 0 },
    { yaw: 25, pitch: 0, roll: 0 },
    { yaw: -25, pitch: 0, roll: 0 },
    { yaw: 0, pitch: 20, roll: 0 },
    { yaw: 0, pitch: -20, roll: 0 },
    { yaw: 0, pitch: 0, roll: 15 },
    { yaw: 18, pitch: -12, roll: 8 },
  ])('reads the pose $yaw/$pitch/$roll back within a degree', (pose) => {
    const read = measured(pose).pose;
    expect(read.yaw).toBeCloseTo(pose.yaw, 0);
    expect(read.pitch).toBeCloseTo(pose.pitch, 0);
    expect(read.roll).toBeCloseTo(pose.roll, 0);
  });

  it('moves the nose towards the image side of the turn', () => {
    expect(measured({ yaw: 20 }).yawProxy).toBeGreaterThan(0.2);
    expect(measured({ yaw: -20 }).yawProxy).toBeLessThan(-0.2);
    expect(measured({}).yawProxy).toBeCloseTo(0, 2);
  });
});
