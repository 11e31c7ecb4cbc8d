import { describe, expect, it } from 'vitest';
import { decodeCanonicalFace } from './canonical-face.ts';

const VERTICES = 468;

function delimited(number: number, bytes: Buffer): Buffer {
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>= 7) {
    length.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
    if (rest <= 0x7f) {
      break;
    }
  }
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
}

function float(number: number, value: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes[0] = (number << 3) | 5;
  bytes.writeFloatLE(value, 1);
  return bytes;
}

function metadata(vertices: number): Buffer {
  const buffer = Array.from({ length: 5 * vertices }, (_, index) => float(3, index / 4));
  const basis = Buffer.concat([Buffer.from([1 << 3, 0xc7, 0x02]), float(2, 0.25)]);
  return Buffer.concat([delimited(1, Buffer.concat(buffer)), delimited(2, basis)]);
}

describe('decodeCanonicalFace', () => {
  it('reads positions without texture coordinates, and the weighted basis', () => {
    const face = decodeCanonicalFace(metadata(VERTICES));
    expect(face.vertices).toHaveLength(VERTICES);
    expect(face.vertices[1]).toEqual([1.25, 1.5, 1.75]);
    expect(face.procrustes).toEqual([{ id: 327, weight: 0.25 }]);
  });

  it('refuses a face with another number of points', () => {
    expect(() => decodeCanonicalFace(metadata(10))).toThrow(/50 vertex numbers instead of 2340/);
  });

  it('refuses a file that is cut off', () => {
    expect(() => decodeCanonicalFace(metadata(VERTICES).subarray(0, 200))).toThrow(/cut off/);
  });
});
