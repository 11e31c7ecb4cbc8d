import sharp from 'sharp';
import type { FrameImage } from '../model/frame-source.ts';

/** The frame as a JPEG: its own bytes when it is one already. Runs on libvips' threads. */
export async function asJpeg(image: FrameImage): Promise<Uint8Array> {
  if (image.format === 'jpeg') return image.bytes;
  return sharp(image.bytes).flatten({ background: '#ffffff' }).jpeg({ quality: 95 }).toBuffer();
}
