import { CaptureError } from '../model/capture-error.ts';

/** Points a picture is sampled at. Single points and no averages: the sensor's noise in them is what tells pictures apart. */
const COLUMNS = 32;
const ROWS = 24;

/** Makes one number of a picture; equal for two pictures only if they are the same at every sampled point. */
export function pictureHasher(): (bitmap: ImageBitmap) => number {
  const canvas = new OffscreenCanvas(COLUMNS, ROWS);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new CaptureError('browser_unsupported', 'OffscreenCanvas gives no 2D context.');
  context.imageSmoothingEnabled = false;
  return (bitmap) => {
    context.drawImage(bitmap, 0, 0, COLUMNS, ROWS);
    return greyHash(context.getImageData(0, 0, COLUMNS, ROWS).data);
  };
}

/** FNV-1a, 32 bits, over the grey values of RGBA pixels (luma weights of ITU-R BT.601). */
export function greyHash(rgba: Uint8ClampedArray): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index + 3 < rgba.length; index += 4) {
    const [red = 0, green = 0, blue = 0] = [rgba[index], rgba[index + 1], rgba[index + 2]];
    hash = Math.imul(hash ^ ((red * 77 + green * 150 + blue * 29) >> 8), 0x01000193);
  }
  return hash >>> 0;
}
