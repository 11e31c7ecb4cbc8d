import { heldSheet, type Quad, quadToUnit } from './quad-warp.ts';
import { type Raster, sampleAt } from './raster.ts';

/** Presentation attack instruments that the clips imitate: a paper print, and a tablet that plays a video. */
export type Instrument = 'print' | 'replay';

type Colour = readonly [number, number, number];

const BORDER: Record<Instrument, { readonly share: number; readonly colour: Colour }> = {
  print: { share: 0.05, colour: [228, 226, 220] },
  replay: { share: 0.045, colour: [14, 14, 16] },
};

/** What paper and ink do to a picture: less colour and contrast, raster dots, a soft sheen. */
function printed([r, g, b]: Colour, u: number, v: number, t: number): Colour {
  const grey = 0.3 * r + 0.59 * g + 0.11 * b;
  const dot = 5 * Math.sin(u * 900) * Math.sin(v * 900);
  const sheen = 26 * Math.exp(-(((u + 0.4 * v - 0.7 - 0.1 * Math.sin(t)) / 0.12) ** 2));
  const ink = (value: number): number => (grey + (value - grey) * 0.72) * 0.82 + 26 + dot + sheen;
  return [ink(r), ink(g), ink(b)];
}

/** What a screen does: moire, a bluish cast, a reflection, its own gamma. */
function displayed([r, g, b]: Colour, u: number, v: number, t: number): Colour {
  const moire =
    1 +
    0.07 * Math.sin(u * 2200 + v * 90) +
    0.06 * Math.sin(v * 1500 + 6 * t) +
    0.05 * Math.sin((u + v) * 130 + t);
  const glare = 46 * Math.exp(-(((u - 0.25 - 0.05 * Math.sin(t)) / 0.16) ** 2 + ((v - 0.2) / 0.22) ** 2));
  const lit = (value: number): number => 255 * (Math.min(255, Math.max(0, value)) / 255) ** 0.88;
  return [lit(r * 0.86 * moire + glare), lit(g * 0.93 * moire + glare), lit(b * 1.08 * moire + 10 + glare)];
}

const LOOKS: Record<Instrument, (colour: Colour, u: number, v: number, t: number) => Colour> = {
  print: printed,
  replay: displayed,
};

function sheetAt(instrument: Instrument, t: number): Quad {
  const wobble = instrument === 'print' ? 1 : 0.4;
  return heldSheet([320 + 10 * Math.sin(t * 1.3), 245 + 8 * Math.sin(t * 1.7)], 186, {
    yaw: 0.3 * Math.sin(t * 1.5) * wobble,
    pitch: 0.14 * Math.sin(t * 1.1),
    roll: 0.05 * Math.sin(t * 0.9),
  });
}

/** Draws `picture` (its middle square) on a sheet or screen held before the room, `t` seconds into the clip. */
export function drawAttack(
  instrument: Instrument,
  room: Raster,
  picture: Raster,
  t: number,
  out: Raster,
): void {
  out.data.set(room.data);
  const quad = sheetAt(instrument, t);
  const toUnit = quadToUnit(quad);
  const { share, colour } = BORDER[instrument];
  const margin = 40;
  const xs = quad.map(([x]) => x);
  const ys = quad.map(([, y]) => y);
  const side = picture.height;
  const inset = (picture.width - side) / 2;
  for (
    let y = Math.max(0, Math.floor(Math.min(...ys) - margin));
    y <= Math.min(out.height - 1, Math.max(...ys) + margin);
    y++
  )
    for (
      let x = Math.max(0, Math.floor(Math.min(...xs) - margin));
      x <= Math.min(out.width - 1, Math.max(...xs) + margin);
      x++
    ) {
      const [u, v] = toUnit(x, y);
      if (u < -share || v < -share || u > 1 + share || v > 1 + share) continue;
      const inside = u >= 0 && v >= 0 && u < 1 && v < 1;
      const pixel = (channel: number): number => sampleAt(picture, inset + u * side, v * side, channel);
      const [r, g, b] = inside ? LOOKS[instrument]([pixel(0), pixel(1), pixel(2)], u, v, t) : colour;
      const at = (y * out.width + x) * 3;
      out.data[at] = Math.min(255, Math.max(0, r));
      out.data[at + 1] = Math.min(255, Math.max(0, g));
      out.data[at + 2] = Math.min(255, Math.max(0, b));
    }
}
