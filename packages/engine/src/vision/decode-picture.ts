import type { PixelImage } from '@presence/face-geometry';
import { LIMITS } from '@presence/protocol';
import sharp from 'sharp';

/** Longest side of a decoded frame in pixels: the models see at most 192 pixels of a face, so more is only time. */
const MAX_SIDE = 1280;

/** The picture could not be decoded: the file is damaged. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
}

/**
 * RGB pixels of a JPEG or PNG, upright (EXIF), no side above 1280 pixels.
 *
 * @throws PictureError when the file is damaged.
 */
export async function decodePicture(picture: Uint8Array): Promise<PixelImage> {
  try {
    const { data, info } = await sharp(picture, {
      failOn: 'error',
      limitInputPixels: LIMITS.maxFrameSidePx ** 2,
      sequentialRead: true,
    })
      .autoOrient()
      .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height, channels: info.channels === 4 ? 4 : 3 };
  } catch (cause) {
    throw new PictureError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
