import type { PixelImage } from '@presence/face-geometry';
import type { BoundingBox } from '@presence/protocol';
import { BLUE_LIGHT } from './spoof-views.data.ts';

/** Factors of red, green and blue. */
export type Gains = readonly [red: number, green: number, blue: number];

const NONE: Gains = [1, 1, 1];
/** Share of the box on each side that is left out: hair, ears and background. */
const MARGIN = 0.15;
/** Every so manieth pixel of each axis is enough for a mean. */
const STEP = 2;

/**
 * What takes the cast of a blue light (a screen's, a shadow's, a camera's wrong white balance) from the face, keeping its
 * brightness; ones where the light is not bluer than skin looks in any daylight.
 */
export function lightGains(image: PixelImage, box: BoundingBox): Gains {
  const mean = faceColour(image, box);
  if (mean === undefined) return NONE;
  const [red, green, blue] = mean;
  if (red >= BLUE_LIGHT.redOverBlue * blue) return NONE;
  const brightness = 0.299 * red + 0.587 * green + 0.114 * blue;
  const [skinRed, skinGreen, skinBlue] = BLUE_LIGHT.skin;
  const gain = (skin: number, seen: number) => (skin * brightness) / Math.max(1, seen);
  return [gain(skinRed, red), gain(skinGreen, green), gain(skinBlue, blue)];
}

function faceColour({ data, width, height, channels }: PixelImage, box: BoundingBox): Gains | undefined {
  const [marginX, marginY] = [MARGIN * (box.right - box.left), MARGIN * (box.bottom - box.top)];
  const left = Math.max(0, Math.floor(box.left + marginX));
  const right = Math.min(width, Math.ceil(box.right - marginX));
  const top = Math.max(0, Math.floor(box.top + marginY));
  const bottom = Math.min(height, Math.ceil(box.bottom - marginY));
  let [red, green, blue, count] = [0, 0, 0, 0];
  for (let y = top; y < bottom; y += STEP)
    for (let x = left; x < right; x += STEP) {
      const at = (y * width + x) * channels;
      red += data[at] ?? 0;
      green += data[at + 1] ?? 0;
      blue += data[at + 2] ?? 0;
      count += 1;
    }
  return count === 0 ? undefined : [red / count, green / count, blue / count];
}
