import { encode } from 'flatbuffers/js/flexbuffers.js';
import { describe, expect, it } from 'vitest';
import { readFlexMap } from './flexbuffer.ts';

describe('readFlexMap', () => {
  it('reads numbers, booleans and lists as written by flatbuffers', () => {
    const content = {
      output_width: 16,
      scale_x: 1.5,
      negative: -70_000,
      flag: true,
      subset_idxs: [0, 3, 255, 9, 7],
      wide: [1, 2, 70_000, 4, 5],
      mixed: [1, 2.25, -3, 4, 5],
      nothing: null,
    };
    expect(Object.fromEntries(readFlexMap(encode(content)))).toEqual(content);
  });

  it('reads a buffer that lies inside a larger one', () => {
    const bytes = encode({ a: 7 });
    const larger = new Uint8Array(bytes.length + 10);
    larger.set(bytes, 5);
    expect(readFlexMap(larger.subarray(5, 5 + bytes.length)).get('a')).toBe(7);
  });

  it('refuses other content', () => {
    expect(() => readFlexMap(encode([1, 2]))).toThrow(/root is not a map/);
    expect(() => readFlexMap(encode({ text: 'abc' }))).toThrow(/value type 5 is not supported/);
    expect(() => readFlexMap(new Uint8Array(0))).toThrow(/points outside it/);
  });
});
