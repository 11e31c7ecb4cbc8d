import { blankRaster, type Raster } from './raster.ts';
import { seededRandom } from './seeded-random.ts';

/** A dull room: a wall with a slow gradient, a shelf and a door. No face in it. */
export function roomScene(width: number, height: number, seed = 3): Raster {
  const random = seededRandom(seed);
  const out = blankRaster(width, height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const wall = 168 + 22 * Math.sin(x / 170) - 30 * (y / height);
      const shelf = y > height * 0.62 ? -50 : 0;
      const door = x > width * 0.78 && x < width * 0.95 && y > height * 0.1 ? -35 : 0;
      const value = wall + shelf + door + (random() - 0.5) * 9;
      out.data.set([value + 6, value, value - 10], (y * width + x) * 3);
    }
  return out;
}
