import type { Raster } from '../../tests/support/face-video/raster.ts';

export type Colour = readonly [red: number, green: number, blue: number];
/** What paper or a screen makes of a colour at a place (0..1) of it and a moment (seconds). */
export type SurfaceLook = (colour: Colour, u: number, v: number, t: number) => Colour;

const between = (random: () => number, low: number, high: number) => low + (high - low) * random();

/** Paper and ink: less colour and contrast, a raster of dots if they show, a soft sheen that wanders with the hand. */
export function paperLook(random: () => number, dotted = true): SurfaceLook {
  const saturation = between(random, 0.6, 0.9);
  const contrast = between(random, 0.7, 0.95);
  const dots = between(random, 90, 200) * 2 * Math.PI;
  const dotDepth = between(random, 2, 7) * (dotted ? 1 : 0);
  const sheen = between(random, 8, 34);
  const place = between(random, 0.3, 1.2);
  return ([r, g, b], u, v, t) => {
    const grey = 0.3 * r + 0.59 * g + 0.11 * b;
    const dot = dotDepth * Math.sin(u * dots) * Math.sin(v * dots);
    const shine = sheen * Math.exp(-(((u + 0.4 * v - place - 0.1 * Math.sin(t)) / 0.14) ** 2));
    const ink = (value: number) => (grey + (value - grey) * saturation) * contrast + 22 + dot + shine;
    return [ink(r), ink(g), ink(b)];
  };
}

/** A screen: its grid of pixels, which beats with the camera's (moire), a cast, its own gamma, a reflection. */
export function screenLook(random: () => number): SurfaceLook {
  const grid = between(random, 300, 430) * 2 * Math.PI;
  const depth = between(random, 0.02, 0.07);
  const scan = between(random, 0.01, 0.04);
  const gamma = between(random, 0.82, 0.96);
  const cast = between(random, 1.02, 1.12);
  const glare = between(random, 10, 50);
  const [gu, gv] = [between(random, 0.15, 0.85), between(random, 0.1, 0.6)];
  return ([r, g, b], u, v, t) => {
    const beat = 1 + depth * (Math.sin(u * grid) + Math.sin(v * grid)) + scan * Math.sin(40 * v + 9 * t);
    const shine = glare * Math.exp(-(((u - gu - 0.04 * Math.sin(t)) / 0.15) ** 2 + ((v - gv) / 0.2) ** 2));
    const lit = (value: number) => 255 * (Math.min(255, Math.max(0, value)) / 255) ** gamma;
    return [lit(r * beat + shine), lit(g * beat + shine), lit(b * beat * cast + shine)];
  };
}

/** Colours one pixel; values beyond 0..255 are cut. */
export function paint({ data, width }: Raster, x: number, y: number, [red, green, blue]: Colour): void {
  const at = (y * width + x) * 3;
  data[at] = Math.min(255, Math.max(0, red));
  data[at + 1] = Math.min(255, Math.max(0, green));
  data[at + 2] = Math.min(255, Math.max(0, blue));
}
