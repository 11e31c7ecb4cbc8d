import { describe, expect, it } from 'vitest';
import { type FacePose, syntheticFace } from '../fixtures/synthetic-face.ts';
import { measureFace } from './measure-face.ts';
import { meshOfNormalised } from './mesh-of-normalised.ts';
import { sixLandmarks } from './six-landmarks.ts';

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

describe('measureFace on expressions', () => {
  const measure = (pose: FacePose) => measureFace(syntheticFace(pose), frame);
  const rest = measure({});

  it('closes the eye that closes', () => {
    const wink = measure({ blinkLeft: 1 });
    expect(wink.eyes.left).toBeLessThan(0.3 * rest.eyes.left);
    expect(wink.eyes.right).toBeCloseTo(rest.eyes.right, 3);
  });

  it('widens and lifts with a smile whatever the pose', () => {
    for (const pose of [{}, { yaw: 15 }, { pitch: 12 }, { roll: 20 }]) {
      const mouth = measure({ ...pose, smile: 1 }).mouth;
      expect(mouth.width / rest.mouth.width).toBeCloseTo(1.4, 1);
      expect(mouth.cornerLift - rest.mouth.cornerLift).toBeGreaterThan(0.05);
    }
  });

  it('opens the mouth without lifting it much', () => {
    expect(measure({ open: 1 }).mouth.opening).toBeGreaterThan(rest.mouth.opening + 0.2);
  });

  it('places the face in the frame', () => {
    const moved = measure({ x: 160, y: 120 });
    expect(moved.centre.x).toBeCloseTo(0.25, 1);
    expect(moved.box.right - moved.box.left).toBeCloseTo(moved.faceWidthRatio * 640, 6);
  });

  it('refuses a mesh that is too short, naming the missing point', () => {
    expect(() => measureFace(syntheticFace().slice(0, 100), frame)).toThrow(
      expect.objectContaining({ code: 'mesh_incomplete', message: expect.stringContaining('100 points') }),
    );
  });
});

describe('sixLandmarks', () => {
  it('names the sides as the person does', () => {
    const six = sixLandmarks(syntheticFace());
    expect(six.left_eye[0]).toBeGreaterThan(six.right_eye[0]);
    expect(six.left_ear[0]).toBeGreaterThan(six.left_eye[0]);
    expect(six.right_ear[0]).toBeLessThan(six.right_eye[0]);
    expect(six.nose_base[1]).toBeGreaterThan(six.left_eye[1]);
    expect(six.mouth_bottom[1]).toBeGreaterThan(six.nose_base[1]);
  });
});

describe('meshOfNormalised', () => {
  it('brings z onto the scale of x', () => {
    expect(meshOfNormalised([{ x: 0.5, y: 0.5, z: -0.1 }], frame)).toEqual([{ x: 320, y: 240, z: -64 }]);
  });
});
