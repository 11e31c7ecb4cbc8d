import { describe, expect, it } from 'vitest';
import { imageSize } from './image-size.ts';

function jpeg(...segments: number[][]): Buffer {
  return Buffer.from([0xff, 0xd8, ...segments.flat(), 0, 0, 0, 0]);
}
const frame = [0xff, 0xc0, 0, 11, 8, 0x01, 0x40, 0x00, 0xf0, 1, 1, 0x11, 0];

describe('imageSize', () => {
  it('reads a JPEG behind other segments', () => {
    const app1 = [0xff, 0xe1, 0, 6, 1, 2, 3, 4];
    expect(imageSize(jpeg(app1, frame))).toEqual({ format: 'jpg', width: 240, height: 320 });
  });

  it('does not take a preview inside EXIF for the picture', () => {
    const preview = [0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8];
    const app1 = [0xff, 0xe1, 0, 2 + preview.length, ...preview];
    expect(imageSize(jpeg(app1, frame))).toMatchObject({ width: 240, height: 320 });
  });

  it('takes progressive JPEG and fill bytes, not Huffman tables', () => {
    const progressive = [0xff, 0xff, 0xc2, ...frame.slice(2)];
    expect(imageSize(jpeg([0xff, 0xc4, 0, 3, 9], progressive))?.width).toBe(240);
  });

  it('reads a PNG header', () => {
    const png = Buffer.alloc(24);
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(png);
    png.writeUInt32BE(640, 16);
    png.writeUInt32BE(480, 20);
    expect(imageSize(png)).toEqual({ format: 'png', width: 640, height: 480 });
  });

  it('refuses what has no readable size', () => {
    expect(imageSize(Buffer.from('GIF89a..............'))).toBeUndefined();
    expect(imageSize(jpeg([0xff, 0xda, 0, 2]))).toBeUndefined();
    expect(imageSize(jpeg())).toBeUndefined();
    expect(imageSize(Buffer.alloc(0))).toBeUndefined();
  });
});
