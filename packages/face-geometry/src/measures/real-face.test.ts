import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measureFace } from './measure-face.ts';

// 478 points of tests/fixtures/faces/astronaut.png (512 x 512, smiling, looking slightly down): [x, y, z] in pixels.
const FIXTURE = new URL('../../../../tests/fixtures/faces/astronaut.landmarks.json', import.meta.url);
const points: readonly (readonly [number, number, number])[] = JSON.parse(readFileSync(FIXTURE, 'utf8'));

describe('measureFace on a real face', () => {
  const mesh = points.map(([x, y, z]) => ({ x, y, z }));
  const measures = measureFace(mesh, { width: 512, height: 512 });

  it('reads a nearly frontal head', () => {
    expect(Math.abs(measures.pose.yaw)).toBeLessThan(4);
    expect(measures.pose.pitch).toBeGreaterThan(-14);
    expect(measures.pose.pitch).toBeLessThan(-4);
    expect(measures.pose.roll).toBeGreaterThan(0);
    expect(measures.pose.roll).toBeLessThan(8);
  });

  it('reads open eyes and a smile', () => {
    expect(measures.eyes.left).toBeGreaterThan(0.26);
    expect(measures.eyes.right).toBeGreaterThan(0.26);
    expect(measures.mouth.width).toBeGreaterThan(0.65);
    expect(measures.mouth.cornerLift).toBeGreaterThan(0.05);
  });
});
