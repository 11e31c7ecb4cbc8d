import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { PictureError } from './decode-picture.ts';
import { frameHash } from './frame-hash.ts';

const PORTRAIT = fileURLToPath(new URL('../../../../tests/fixtures/faces/astronaut.png', import.meta.url));
const frame = (left = 0) =>
  sharp(PORTRAIT)
    .extract({ left: 20 + left, top: 0, width: 440, height: 330 })
    .jpeg({ quality: 92 })
    .toBuffer();

function differing(a: string, b: string): number {
  const bits = (BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2);
  return bits.replaceAll('0', '').length;
}

describe('frameHash', () => {
  it('is 256 bits in hex, half of them set', async () => {
    const hash = await frameHash(await frame());
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(Math.abs(differing(hash, '0'.repeat(64)) - 128)).toBeLessThanOrEqual(2);
  });

  it('changes little with quality and size, and much with the picture', async () => {
    const original = await frame();
    const hash = await frameHash(original);
    const poor = await sharp(original).jpeg({ quality: 30 }).toBuffer();
    const small = await sharp(original).resize(260).jpeg({ quality: 80 }).toBuffer();
    expect(differing(hash, await frameHash(poor))).toBeLessThanOrEqual(6);
    expect(differing(hash, await frameHash(small))).toBeLessThanOrEqual(6);
    expect(differing(hash, await frameHash(await frame(25)))).toBeGreaterThan(30);
    const mirrored = await sharp(original).flop().jpeg().toBuffer();
    expect(differing(hash, await frameHash(mirrored))).toBeGreaterThan(60);
  });

  it('says that a file is damaged', async () => {
    await expect(frameHash((await frame()).subarray(0, 2000))).rejects.toBeInstanceOf(PictureError);
  });
});
