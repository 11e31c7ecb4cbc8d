import { describe, expect, it } from 'vitest';
import { GESTURE_SCRIPTS, syntheticClip } from '../fixtures/synthetic-clip.ts';
import { syntheticFace } from '../fixtures/synthetic-face.ts';
import type { FaceMesh } from '../model/point.ts';
import { homographyResidual, mostTurnedPair, yawProxySpan, yawSpan } from './parallax.ts';

const front = syntheticFace();

/** A flat print of the frontal face turned about the vertical axis, seen by a camera 900 pixels away. */
function turnedPrint(degrees: number): FaceMesh {
  const angle = (degrees * Math.PI) / 180;
  return front.map(({ x, y, z }) => {
    const depth = 900 + (x - 320) * Math.sin(angle);
    return { x: 320 + ((x - 320) * Math.cos(angle) * 900) / depth, y: 240 + ((y - 240) * 900) / depth, z };
  });
}

describe('homographyResidual', () => {
  it('explains a turned print completely and a turned head not at all', () => {
    expect(homographyResidual(front, turnedPrint(35))).toBeLessThan(1e-6);
    expect(homographyResidual(front, syntheticFace({ yaw: 20 }))).toBeGreaterThan(0.05);
  });

  it('grows with the turn and is nil for a shifted or nearer face', () => {
    const at = (yaw: number) => homographyResidual(front, syntheticFace({ yaw }));
    expect(at(25)).toBeGreaterThan(at(15));
    expect(at(15)).toBeGreaterThan(at(5));
    expect(homographyResidual(front, syntheticFace({ x: 200, scale: 16, roll: 10 }))).toBeLessThan(1e-6);
  });

  it('is nil for meshes that are one point', () => {
    const point = front.map(() => ({ x: 1, y: 1, z: 0 }));
    expect(homographyResidual(point, point)).toBe(0);
  });
});

describe('yawProxySpan and yawSpan', () => {
  const turn = syntheticClip(GESTURE_SCRIPTS.video_selfie_left, { fps: 12 });

  it('is wide for a turn and narrow at rest', () => {
    expect(yawProxySpan(turn)).toBeGreaterThan(0.35);
    expect(yawProxySpan(syntheticClip(() => ({}), { fps: 12 }))).toBeLessThan(0.04);
    expect(yawProxySpan([])).toBe(0);
    expect(yawSpan(turn)).toBeGreaterThan(22);
    expect(yawSpan(turn)).toBeLessThan(26);
    expect(yawSpan([])).toBe(0);
  });

  it('names the pair of frames to compare', () => {
    const [right, left] = mostTurnedPair(turn) ?? [-1, -1];
    expect(turn[left]?.measures.pose.yaw).toBeGreaterThan(20);
    expect(Math.abs(turn[right]?.measures.pose.yaw ?? 90)).toBeLessThan(3);
    expect(mostTurnedPair([])).toBeUndefined();
  });
});
