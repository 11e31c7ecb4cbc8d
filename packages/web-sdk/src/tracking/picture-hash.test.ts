import { describe, expect, it } from 'vitest';
import { greyHash } from './picture-hash.ts';

const grey = (values: readonly number[]) =>
  Uint8ClampedArray.from(values.flatMap((value) => [value, value, value, 255]));

describe('greyHash', () => {
  it('is the known FNV-1a value of a known byte', () => {
    // FNV-1a 32 of the single byte 0x61, from the authors' test vectors.
    expect(greyHash(grey([0x61]))).toBe(0xe40c292c);
  });

  it('is the same for the same picture only', () => {
    expect(greyHash(grey([1, 2, 3]))).toBe(greyHash(grey([1, 2, 3])));
    expect(greyHash(grey([1, 2, 3]))).not.toBe(greyHash(grey([1, 2, 4])));
    expect(greyHash(grey([1, 2, 3]))).not.toBe(greyHash(grey([3, 2, 1])));
  });
});
