import sharp from 'sharp';
import { PREVIEW_LIMITS } from './preview-limits.data.ts';

/** All pictures of a film have the same size. */
export interface FilmSize {
  readonly width: number;
  readonly height: number;
}

/** The size of a film that begins with this picture; undefined when it cannot be decoded. */
export async function filmSizeOf(picture: Uint8Array): Promise<FilmSize | undefined> {
  try {
    const { autoOrient } = await sharp(picture, DECODING).metadata();
    const { width, height } = autoOrient;
    const scale = Math.min(1, PREVIEW_LIMITS.maxSidePx / Math.max(width, height));
    // The encoder halves the resolution of colours: sides are even.
    const even = (side: number) => Math.max(2, 2 * Math.round((side * scale) / 2));
    return { width: even(width), height: even(height) };
  } catch {
    return undefined;
  }
}

/**
 * Red, green and blue of each picture, fitted into the film's size. Decoded here and not by the film's program, which so never
 * reads a file that a client sent. Damaged pictures are left out.
 */
export async function* filmPictures(
  pictures: AsyncIterable<Uint8Array>,
  { width, height }: FilmSize,
): AsyncGenerator<Buffer> {
  for await (const picture of pictures) {
    const pixels = await sharp(picture, DECODING)
      .autoOrient()
      .flatten({ background: 'black' })
      .resize({ width, height, fit: 'contain', background: 'black' })
      .toColourspace('srgb')
      .raw()
      .toBuffer()
      .catch(() => undefined);
    if (pixels?.length === width * height * 3) yield pixels;
  }
}

/** How pictures of strangers are decoded. */
export const DECODING = {
  failOn: 'error',
  limitInputPixels: PREVIEW_LIMITS.maxFrameSidePx ** 2,
  sequentialRead: true,
} as const;
