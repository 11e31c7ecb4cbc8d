import { describe, expect, it } from 'vitest';
import { meshMotion } from './mesh-motion.ts';

/** A head of points all around, so that a turn shows: turned by so many degrees, its middle at so many pixels. */
function head(degrees: number, left: number): Float32Array {
  const points: number[] = [];
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  for (let index = 0; index < 100; index++) {
    const [x, y, z] = [80 * Math.sin(index * 7), 100 * Math.sin(index * 3), 60 * Math.cos(index * 5)];
    points.push(left + x * cos + z * sin, 200 + y, z * cos - x * sin);
  }
  return new Float32Array(points);
}

/** Mean distance of two meshes' points in the picture. */
function apart(found: Float32Array | null, expected: Float32Array): number {
  if (found === null) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let at = 0; at < expected.length; at += 3)
    sum += Math.hypot((found[at] ?? 0) - (expected[at] ?? 0), (found[at + 1] ?? 0) - (expected[at + 1] ?? 0));
  return sum / (expected.length / 3);
}

describe('meshMotion', () => {
  it('shows the mesh as it was seen, and where a moving face has come since', () => {
    const motion = meshMotion();
    expect(motion.at(0)).toBeNull();
    motion.see(head(0, 300), 100);
    expect(motion.at(133)).toEqual(head(0, 300));
    motion.see(head(0, 308), 180);
    expect(motion.at(180)).toEqual(head(0, 308));
    expect(apart(motion.at(220), head(0, 312))).toBeLessThan(0.01);
  });

  it('turns the head on', () => {
    const motion = meshMotion();
    motion.see(head(0, 300), 0);
    motion.see(head(4, 300), 66);
    const stood = apart(head(4, 300), head(6, 300));
    expect(apart(motion.at(99), head(6, 300))).toBeLessThan(stood * 0.15);
  });

  it('does not take jitter for movement', () => {
    const motion = meshMotion();
    const seen = head(0, 300);
    const jittered = seen.map((value, index) => value + (index % 2 === 0 ? 0.5 : -0.5) * ((index % 5) - 2));
    motion.see(seen, 0);
    motion.see(jittered, 66);
    expect(apart(motion.at(132), jittered)).toBeLessThan(apart(seen, jittered) * 0.2);
  });

  it('waits where the face was expected last when the tracker is late, and forgets a face that was lost', () => {
    const motion = meshMotion();
    motion.see(head(0, 300), 0);
    motion.see(head(0, 310), 100);
    expect(motion.at(2000)).toEqual(motion.at(350));
    expect(motion.at(2000)).not.toEqual(motion.at(340));
    motion.see(null, 2050);
    expect(motion.at(2060)).toBeNull();
    motion.see(head(0, 300), 2100);
    expect(motion.at(2180)).toEqual(head(0, 300));
    // Too long ago to say how it moved.
    motion.see(head(0, 400), 2600);
    expect(motion.at(2700)).toEqual(head(0, 400));
  });

  it('follows a flat mesh of few points without falling', () => {
    const motion = meshMotion();
    motion.see(new Float32Array(9).fill(5), 0);
    motion.see(new Float32Array(9).fill(6), 10);
    expect(motion.at(20)).toEqual(new Float32Array([7, 7, 6, 7, 7, 6, 7, 7, 6]));
  });
});
