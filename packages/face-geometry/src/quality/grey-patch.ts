import type { BoundingBox } from '@presence/protocol';
import type { PixelImage } from '../model/pixel-image.ts';

/** Grey values 0..255, rows from the top. */
export interface GreyPatch {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Width of the patch in which sharpness is measured, so that it does not depend on the face's size in the frame. */
const PATCH_WIDTH = 128;

/**
 * The face's box in grey (BT.601 luma), 128 pixels wide, each pixel the mean of those it covers; enlarged bilinearly
 * never: a smaller box keeps its own width. `undefined` when the box lies outside the image.
 */
export function greyFacePatch(image: PixelImage, box: BoundingBox): GreyPatch | undefined {
  const left = Math.max(0, Math.floor(box.left));
  const top = Math.max(0, Math.floor(box.top));
  const right = Math.min(image.width, Math.ceil(box.right));
  const bottom = Math.min(image.height, Math.ceil(box.bottom));
  if (right - left < 3 || bottom - top < 3) return undefined;
  const step = Math.max(1, (right - left) / PATCH_WIDTH);
  const width = Math.floor((right - left) / step);
  const height = Math.floor((bottom - top) / step);
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const y0 = top + Math.floor(row * step);
    const y1 = Math.max(y0 + 1, top + Math.floor((row + 1) * step));
    for (let column = 0; column < width; column += 1) {
      const x0 = left + Math.floor(column * step);
      const x1 = Math.max(x0 + 1, left + Math.floor((column + 1) * step));
      data[row * width + column] = meanLuma(image, x0, y0, x1, y1);
    }
  }
  return { data, width, height };
}

function meanLuma(image: PixelImage, x0: number, y0: number, x1: number, y1: number): number {
  const { data, width, channels } = image;
  let sum = 0;
  for (let y = y0; y < y1; y += 1) {
    for (let x = x0, at = (y * width + x0) * channels; x < x1; x += 1, at += channels) {
      sum += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    }
  }
  return Math.round(sum / ((x1 - x0) * (y1 - y0)));
}
