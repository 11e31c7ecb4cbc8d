import { describe, expect, it } from 'vitest';
import { syntheticFace } from '../fixtures/synthetic-face.ts';
import type { FaceMesh } from '../model/point.ts';
import type { Roi } from './detection.ts';
import { type FaceMeshRunner, locateFaces } from './locate-faces.ts';
import { projectLandmarks, roiOfDetection, roiOfMesh } from './roi.ts';

const image = { data: new Uint8Array(640 * 480 * 3), width: 640, height: 480, channels: 3 as const };

/** What the landmark model would say of a mesh seen through a crop. */
function pointsIn(mesh: FaceMesh, roi: Roi): Float32Array {
  const cos = Math.cos(roi.rotation);
  const sin = Math.sin(roi.rotation);
  const scale = 192 / roi.size;
  return Float32Array.from(
    mesh.flatMap(({ x, y, z }) => {
      const dx = x - roi.centreX;
      const dy = y - roi.centreY;
      return [96 + (dx * cos + dy * sin) * scale, 96 + (dy * cos - dx * sin) * scale, z * scale];
    }),
  );
}

/** A runner that sees `faces` detections in a row and a mesh in every crop, with the given presence logits. */
function runner(faces: number, presences: readonly number[]) {
  const calls: string[] = [];
  const left = [...presences];
  const port: FaceMeshRunner = {
    async detect(input) {
      calls.push(`detect ${input.length}`);
      const regressors = new Float32Array(896 * 16);
      const scores = new Float32Array(896).fill(-20);
      for (let face = 0; face < faces; face += 1) {
        const anchor = 272 - 12 + face * 12;
        scores[anchor] = 5;
        regressors.set([0, 0, 24 + face, 24 + face, -5, -5, 5, -5], anchor * 16);
      }
      return { regressors, scores };
    },
    async landmarks(input) {
      calls.push(`landmarks ${input.length}`);
      return { points: new Float32Array(1434).fill(96), presence: left.shift() ?? 8 };
    },
  };
  return { port, calls };
}
const DETECT = `detect ${128 * 128 * 3}`;
const LANDMARKS = `landmarks ${192 * 192 * 3}`;

describe('locateFaces', () => {
  it('detects, then finds the landmarks of the largest face', async () => {
    const { port, calls } = runner(2, [6]);
    const faces = await locateFaces(port, image);
    expect(calls).toEqual([DETECT, LANDMARKS]);
    expect(faces).toHaveLength(1);
    expect(faces[0]?.presence).toBeCloseTo(1 / (1 + Math.exp(-6)), 6);
    // Points in the middle of the crop lie in the middle of the second, larger box: column 8 of 16.
    expect(faces[0]?.mesh[0]?.x).toBeCloseTo((8.5 / 16) * 640, 2);
  });

  it('finds several faces when asked', async () => {
    const { port, calls } = runner(2, []);
    expect(await locateFaces(port, image, { maxFaces: 3 })).toHaveLength(2);
    expect(calls).toEqual([DETECT, LANDMARKS, LANDMARKS]);
  });

  it('follows the face of the frame before without the detector', async () => {
    const { port, calls } = runner(1, []);
    const faces = await locateFaces(port, image, { previous: [syntheticFace()] });
    expect(calls).toEqual([LANDMARKS]);
    expect(faces[0]?.detection).toBeUndefined();
  });

  it('looks for the face anew when it has gone from its place', async () => {
    const { port, calls } = runner(1, [-6, 6]);
    const faces = await locateFaces(port, image, { previous: [syntheticFace()] });
    expect(calls).toEqual([LANDMARKS, DETECT, LANDMARKS]);
    expect(faces[0]?.detection).toBeGreaterThan(0.9);
  });

  it('drops a detection in which the landmark model sees no face', async () => {
    expect(await locateFaces(runner(1, [-3]).port, image)).toEqual([]);
    expect(await locateFaces(runner(0, []).port, image)).toEqual([]);
  });

  it('stops when aborted', async () => {
    const signal = AbortSignal.abort(new Error('closed'));
    await expect(locateFaces(runner(1, []).port, image, { signal })).rejects.toThrow('closed');
  });
});

describe('crops', () => {
  const tilted = syntheticFace({ roll: 25, x: 300, y: 260 });

  it('bring a mesh back to where it was', () => {
    const roi = roiOfMesh(tilted);
    const back = projectLandmarks(pointsIn(tilted, roi), roi);
    back.forEach((point, index) => {
      expect(point.x).toBeCloseTo(tilted[index]?.x ?? 0, 3);
      expect(point.y).toBeCloseTo(tilted[index]?.y ?? 0, 3);
      expect(point.z).toBeCloseTo(tilted[index]?.z ?? 0, 3);
    });
  });

  it('stand upright on a tilted face and hold all of it', () => {
    const roi = roiOfMesh(tilted);
    expect(roi.rotation).toBeCloseTo((25 * Math.PI) / 180, 2);
    const points = pointsIn(tilted, roi);
    const inside = points.filter((_, index) => index % 3 !== 2).every((value) => value > 16 && value < 176);
    expect(inside).toBe(true);
  });

  it('are one and a half times the longer side of a detection', () => {
    const box = { left: 100, top: 100, right: 180, bottom: 200 };
    const keypoints = [
      { x: 120, y: 130 },
      { x: 160, y: 130 },
    ];
    expect(roiOfDetection({ score: 1, box, keypoints })).toEqual({
      centreX: 140,
      centreY: 150,
      size: 150,
      rotation: 0,
    });
  });

  it('refuse the output of another landmark model', () => {
    expect(() => projectLandmarks(new Float32Array(1404), roiOfMesh(tilted))).toThrow(
      expect.objectContaining({ code: 'model_output_malformed' }),
    );
  });
});
