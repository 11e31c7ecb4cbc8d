import type { PixelImage } from '@presence/face-geometry';
import { CaptureError } from '../model/capture-error.ts';

/** A part of a bitmap in pixels; may not reach beyond it. */
export interface BitmapPart {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Reads a bitmap's pixels (RGBA); coordinates of the result are those of the part. */
export type PixelReader = (bitmap: ImageBitmap, part?: BitmapPart) => PixelImage;

/** A reader with one canvas for all its calls, which only ever grows: making one for each frame costs milliseconds. */
export function pixelReader(): PixelReader {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new CaptureError('browser_unsupported', 'OffscreenCanvas gives no 2D context.');
  return (bitmap, part = { left: 0, top: 0, width: bitmap.width, height: bitmap.height }) => {
    const { left, top, width, height } = part;
    if (canvas.width < width) canvas.width = width;
    if (canvas.height < height) canvas.height = height;
    context.drawImage(bitmap, left, top, width, height, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return { data, width, height, channels: 4 };
  };
}
