import { describe, expect, it } from 'vitest';
import { checkDepth } from './depth.ts';
import { face, frame } from './fixtures/evidence.ts';

/** Front half of an ellipsoid of a head's size in centimetres, y up, z towards the viewer: points on a golden spiral. */
const head = Array.from({ length: 468 }, (_, index) => {
  const z = (index + 0.5) / 468;
  const around = index * Math.PI * (3 - Math.sqrt(5));
  const radius = Math.sqrt(1 - z * z);
  return [7 * radius * Math.cos(around), 10 * radius * Math.sin(around), 8 * z];
});
// The landmarks that are looked at by number: nose tip, cheeks, outer eye corners.
head[1] = [0, 0, 9];
head[234] = [-7, 0, 0];
head[454] = [7, 0, 0];
head[33] = [-4.5, 3, 5];
head[263] = [4.5, 3, 5];

const FLAT = 0;
const SOLID = 1;

/**
 * The head turned by `degrees` about the vertical and seen in perspective; flat when its depth is taken away, which the landmark
 * model does not notice: it gives every face the depth of one.
 */
function turned(degrees: number, depth: number): Float32Array {
  const angle = (degrees * Math.PI) / 180;
  const points = new Float32Array(478 * 3);
  for (const [index, [x = 0, y = 0, z = 0]] of head.entries()) {
    const turnedX = x * Math.cos(angle) + z * depth * Math.sin(angle);
    const away = 60 - (z * depth * Math.cos(angle) - x * Math.sin(angle));
    const believed = z * Math.cos(angle) - x * Math.sin(angle);
    points.set([320 + (700 * turnedX) / away, 240 - (700 * y) / away, (-700 * believed) / 60], 3 * index);
  }
  return points;
}

const proxyOf = (points: Float32Array) => {
  const at = (index: number) => [points[3 * index] ?? 0, points[3 * index + 1] ?? 0] as const;
  const apart = (a: number, b: number) => Math.hypot(at(a)[0] - at(b)[0], at(a)[1] - at(b)[1]);
  return (apart(1, 234) - apart(1, 454)) / (apart(1, 234) + apart(1, 454));
};

const clip = (degrees: number, depth: number) =>
  Array.from({ length: 20 }, (_, index) => {
    const points = turned(index < 10 ? 0 : degrees, depth);
    const pose = { yaw: index < 10 ? 0 : degrees, pitch: 0, roll: 0 };
    return frame(index, [face({ yawProxy: proxyOf(points), pose }, points)]);
  });

describe('checkDepth', () => {
  it('passes a solid head that turns', () => {
    const result = checkDepth('video_selfie_left', clip(24, SOLID));
    expect(result.reasons).toEqual([]);
    expect(result.score).toBeGreaterThan(0.5);
    expect(result.measures.solid_gain).toBeGreaterThan(2);
  });

  it('refuses what moves in no plane and as no solid either: a sheet bent while it is turned', () => {
    const bent = clip(30, FLAT).map((one, index) => {
      if (index < 10) return one;
      const [seen] = one.sight.faces;
      const points = Float32Array.from(seen?.points ?? []);
      for (let at = 0; at < points.length; at += 3) {
        const side = ((points[at] ?? 0) - 320) / 80;
        points[at] = (points[at] ?? 0) + 18 * side ** 2;
        points[at + 1] = (points[at + 1] ?? 0) + 14 * side ** 3;
      }
      return frame(index, [face({ yawProxy: 0.6, pose: { yaw: 30, pitch: 0, roll: 0 } }, points)]);
    });
    const { measures, reasons } = checkDepth('video_selfie_left', bent);
    expect([measures.yaw_span, measures.plane_residual].map((value) => Number(value) >= 0.04)).toEqual([
      true,
      true,
    ]);
    expect(measures.solid_gain).toBeLessThan(1.35);
    expect(reasons).toMatchObject([{ code: 'flat_face', message: expect.stringContaining('solid') }]);
  });

  it('refuses a flat picture that turns as far', () => {
    const result = checkDepth('video_selfie_right', clip(35, FLAT));
    expect(result.reasons.map(({ code }) => code)).toEqual(['flat_face']);
    expect(result.score).toBeLessThan(0.1);
  });

  it('refuses a sheet that tilts in a hand while a passive look is asked, and passes a head that does', () => {
    expect(checkDepth('video_selfie_blank', clip(20, FLAT)).reasons.map(({ code }) => code)).toEqual([
      'flat_face',
    ]);
    expect(checkDepth(undefined, clip(20, FLAT)).score).toBeLessThan(0.1);
    expect(checkDepth('video_selfie_blank', clip(20, SOLID)).reasons).toEqual([]);
  });

  it('says nothing of a sheet that hardly tilts, of faces that blink, nor without faces', () => {
    expect(checkDepth('video_selfie_smile', clip(8, FLAT)).score).toBeNull();
    const blinking = clip(20, FLAT).map((one, index) =>
      index === 4
        ? frame(
            index,
            one.sight.faces.map((seen) => face({ eyes: { left: 0.1, right: 0.1 } }, seen.points)),
          )
        : one,
    );
    expect(checkDepth('video_selfie_blank', blinking)).toMatchObject({ score: null, reasons: [] });
    expect(checkDepth('video_selfie_left', []).score).toBeNull();
  });
});
