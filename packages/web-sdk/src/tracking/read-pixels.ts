import type { PixelImage } from '@presence/face-geometry';
import { CaptureError } from '../model/capture-error.ts';

/** The bitmap's pixels (RGBA), or those of one part of it. Coordinates of the result are those of the part. */
export function readPixels(
  bitmap: ImageBitmap,
  part: { left: number; top: number; width: number; height: number } = {
    left: 0,
    top: 0,
    width: bitmap.width,
    height: bitmap.height,
  },
): PixelImage {
  const canvas = new OffscreenCanvas(part.width, part.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new CaptureError('browser_unsupported', 'OffscreenCanvas gives no 2D context.');
  context.drawImage(bitmap, -part.left, -part.top);
  const { data } = context.getImageData(0, 0, part.width, part.height);
  return { data, width: part.width, height: part.height, channels: 4 };
}
