/** Interleaved 8-bit pixels, 3 (RGB) or 4 (RGBA) per pixel, rows from the top without padding. */
export interface PixelImage {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}
