import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { frameImage } from './frame-image.ts';
import { readImageHeader } from './image-header.ts';

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#405060' } });

describe('readImageHeader', () => {
  it('reads kind and size off JPEG and PNG, EXIF and progressive coding or not', async () => {
    const plain = await picture(300, 200).jpeg().toBuffer();
    const progressive = await picture(301, 200)
      .jpeg({ progressive: true })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const png = await picture(302, 200).png().toBuffer();
    expect(readImageHeader(plain)).toEqual({ format: 'jpeg', width: 300, height: 200 });
    expect(readImageHeader(progressive)).toEqual({ format: 'jpeg', width: 301, height: 200 });
    expect(readImageHeader(png)).toEqual({ format: 'png', width: 302, height: 200 });
  });

  it('knows nothing else, and never reads past the end', async () => {
    expect(readImageHeader(await picture(64, 64).webp().toBuffer())).toBeUndefined();
    const jpeg = await picture(64, 64).jpeg().toBuffer();
    for (let length = 0; length < jpeg.length; length += 7) {
      expect(() => readImageHeader(jpeg.subarray(0, length))).not.toThrow();
    }
    expect(readImageHeader(new Uint8Array())).toBeUndefined();
  });
});

describe('frameImage', () => {
  it('refuses a pixel flood by its header alone', () => {
    const flood = Buffer.alloc(33);
    flood.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    flood.write('IHDR', 12);
    flood.writeUInt32BE(50_000, 16);
    flood.writeUInt32BE(50_000, 20);
    expect(() => frameImage(flood, 'Media m, frame a.png,')).toThrow(/50000 x 50000 pixels/);
  });

  it('refuses what is too small to show a face', async () => {
    const tiny = await picture(40, 400).jpeg().toBuffer();
    expect(() => frameImage(tiny, 'Media m')).toThrow(/40 x 400/);
  });
});
