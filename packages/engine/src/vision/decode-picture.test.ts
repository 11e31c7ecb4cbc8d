import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePicture } from './decode-picture.ts';

const [WIDTH, HEIGHT] = [96, 64];
/** Grey, brighter to the right and to the bottom, so that every kind of picture can hold it and none looks the same turned. */
const SCENE = Buffer.from(
  Array.from({ length: WIDTH * HEIGHT }, (_, at) => {
    const level = 40 + (at % WIDTH) + Math.floor(at / WIDTH);
    return [level, level, level];
  }).flat(),
);
const scene = () => sharp(SCENE, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });

/** Mean distance of the pixels from the scene's, in levels of 0…255. */
async function distance(picture: Buffer): Promise<number> {
  const { data, width, height, channels } = await decodePicture(picture);
  expect([width, height, channels, data.length]).toEqual([WIDTH, HEIGHT, 3, SCENE.length]);
  let sum = 0;
  for (const [at, value] of SCENE.entries()) sum += Math.abs(value - (data[at] ?? 0));
  return sum / SCENE.length;
}

describe('decodePicture', () => {
  it.each<[string, (picture: Sharp) => Sharp]>([
    ['a JPEG', (picture) => picture.jpeg()],
    ['a grey JPEG', (picture) => picture.toColourspace('b-w').jpeg()],
    ['a grey PNG of 16 bits', (picture) => picture.toColourspace('grey16').png()],
    ['a PNG of 16 bits', (picture) => picture.toColourspace('rgb16').png()],
    ['a PNG with half transparent pixels', (picture) => picture.ensureAlpha(0.5).png()],
    ['a PNG with a palette', (picture) => picture.png({ palette: true, dither: 0 })],
    ['an interlaced PNG', (picture) => picture.png({ progressive: true })],
    ['a progressive JPEG', (picture) => picture.jpeg({ progressive: true })],
    ['a JPEG on its side', (picture) => picture.rotate(270).withMetadata({ orientation: 6 }).jpeg()],
    ['a JPEG on its other side', (picture) => picture.rotate(90).withMetadata({ orientation: 8 }).jpeg()],
    ['a JPEG on its head', (picture) => picture.rotate(180).withMetadata({ orientation: 3 }).jpeg()],
    ['a mirrored JPEG', (picture) => picture.flop().withMetadata({ orientation: 2 }).jpeg()],
  ])('gives the same eight-bit RGB pixels of %s', async (_kind, change) => {
    expect(await distance(await change(scene()).toBuffer())).toBeLessThan(6);
  });

  it('gives those of a CMYK JPEG as far as its inks can show them', async () => {
    const inks = await scene().toColourspace('cmyk').jpeg().toBuffer();
    expect((await sharp(inks).metadata()).space).toBe('cmyk');
    expect(await distance(inks)).toBeLessThan(20);
  });

  it('shrinks what is larger than the models need, and refuses half a picture', async () => {
    const large = await scene().resize(2560, 1707, { fit: 'fill' }).jpeg().toBuffer();
    expect(await decodePicture(large)).toMatchObject({ width: 1280, height: 854 });
    await expect(decodePicture(large.subarray(0, large.length / 2))).rejects.toThrow('premature end');
  });
});
