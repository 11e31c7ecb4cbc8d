import { describe, expect, it } from 'vitest';
import { syntheticFace } from '../fixtures/synthetic-face.ts';
import type { FaceMesh } from '../model/point.ts';
import { homographyResidual } from './parallax.ts';
import { solidResidual } from './solid-fit.ts';

const front = syntheticFace();

/** A mesh as a camera sees it from so many pixels away: what is nearer looks larger. */
function inPerspective(mesh: FaceMesh, away: number): FaceMesh {
  return mesh.map(({ x, y, z }) => {
    const nearness = away / (away + z);
    return { x: 320 + (x - 320) * nearness, y: 240 + (y - 240) * nearness, z };
  });
}

/** A print of the frontal face turned about the vertical; its landmarks come with a face's depth all the same. */
function turnedPrint(degrees: number): FaceMesh {
  const angle = (degrees * Math.PI) / 180;
  const believed = syntheticFace({ yaw: degrees });
  return front.map(({ x, y }, index) => {
    const depth = 900 + (x - 320) * Math.sin(angle);
    return {
      x: 320 + ((x - 320) * Math.cos(angle) * 900) / depth,
      y: 240 + ((y - 240) * 900) / depth,
      z: believed[index]?.z ?? 0,
    };
  });
}

describe('solidResidual', () => {
  it('explains a turned, shifted and nearer head, and no turned print', () => {
    for (const yaw of [10, 20, 35])
      expect(solidResidual(front, syntheticFace({ yaw, pitch: 8, roll: 5, x: 200, scale: 16 }))).toBeLessThan(
        1e-3,
      );
    expect(solidResidual(front, turnedPrint(35))).toBeGreaterThan(0.03);
    expect(homographyResidual(front, turnedPrint(35))).toBeLessThan(1e-6);
  });

  it('explains what perspective does to a head, where a plane does not', () => {
    const near = inPerspective(syntheticFace({ yaw: 20 }), 600);
    expect(solidResidual(front, near)).toBeLessThan(0.01);
    expect(homographyResidual(front, near)).toBeGreaterThan(0.05);
    const closer = inPerspective(syntheticFace({ scale: 18 }), 700);
    expect(solidResidual(front, closer)).toBeLessThan(0.5 * homographyResidual(front, closer));
  });

  it('is nil for meshes that are one point', () => {
    const point = front.map(() => ({ x: 1, y: 1, z: 0 }));
    expect(solidResidual(point, point)).toBe(0);
  });
});
