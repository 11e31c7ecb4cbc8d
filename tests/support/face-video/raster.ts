/** An RGB image: `data` holds width*height*3 bytes, row by row. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export function blankRaster(width: number, height: number): Raster {
  return { data: new Uint8Array(width * height * 3), width, height };
}

/** Bilinear sample of one channel; coordinates in pixels (centre of the first pixel is 0), clamped to the image. */
export function sampleAt(image: Raster, x: number, y: number, channel: number): number {
  const { data, width, height } = image;
  const cx = Math.min(Math.max(x, 0), width - 1.001);
  const cy = Math.min(Math.max(y, 0), height - 1.001);
  const x0 = Math.floor(cx);
  const y0 = Math.floor(cy);
  const fx = cx - x0;
  const fy = cy - y0;
  const at = (y0 * width + x0) * 3 + channel;
  const below = at + width * 3;
  const top = (data[at] ?? 0) * (1 - fx) + (data[at + 3] ?? 0) * fx;
  const bottom = (data[below] ?? 0) * (1 - fx) + (data[below + 3] ?? 0) * fx;
  return top * (1 - fy) + bottom * fy;
}
