import { fileURLToPath } from 'node:url';
import { greyFacePatch } from '@presence/face-geometry';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePicture } from './decode-picture.ts';
import { faceComponents } from './face-components.ts';

const PORTRAIT = fileURLToPath(new URL('../../../../tests/fixtures/faces/astronaut.png', import.meta.url));
const FACE = { left: 170, top: 60, right: 280, bottom: 210 };

async function componentsOf(picture: Sharp) {
  const image = await decodePicture(await picture.toBuffer());
  const patch = greyFacePatch(image, FACE);
  if (patch === undefined) throw new Error('the face lies in the picture');
  return faceComponents(patch, image);
}

describe('faceComponents', () => {
  it('sees compression, lost contrast and light from one side', async () => {
    const plain = await componentsOf(sharp(PORTRAIT).removeAlpha());
    expect(plain.blockiness).toBeLessThan(0.1);
    const poor = await componentsOf(sharp(PORTRAIT).removeAlpha().jpeg({ quality: 10 }));
    expect(poor.blockiness).toBeGreaterThan(plain.blockiness + 0.2);
    const flat = await componentsOf(sharp(PORTRAIT).removeAlpha().linear(0.2, 100));
    expect(flat.luminanceVariance).toBeLessThan(plain.luminanceVariance / 10);
    expect(flat.dynamicRange).toBeLessThan(plain.dynamicRange - 1);
    const shade = await sharp({
      create: { width: 225, height: 512, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0.7 } },
    })
      .png()
      .toBuffer();
    const sided = await componentsOf(
      sharp(PORTRAIT)
        .removeAlpha()
        .composite([{ input: shade, left: 0, top: 0 }])
        .png(),
    );
    expect(sided.illuminationUniformity).toBeLessThan(plain.illuminationUniformity - 0.2);
  });
});
