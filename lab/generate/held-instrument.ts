import { heldSheet, quadToUnit } from '../../tests/support/face-video/quad-warp.ts';
import { type Raster, sampleAt } from '../../tests/support/face-video/raster.ts';
import { roomScene } from '../../tests/support/face-video/scene.ts';
import { faceSquare } from './face-places.ts';
import type { Instrument } from './instruments.data.ts';
import type { SourceClip } from './source-clip.ts';
import { type Colour, paint, paperLook, type SurfaceLook, screenLook } from './surface-look.ts';

export const SCENE = { width: 640, height: 480, framesPerSecond: 12 } as const;

/** The clip as somebody would hold it to a camera: on paper or on a screen, in a room, in an unsteady hand. */
export function* heldInstrument(
  clip: SourceClip,
  instrument: Instrument,
  random: () => number,
): Generator<Raster> {
  const { width, height } = SCENE;
  const room = roomScene(width, height, Math.floor(1000 * random()));
  const look = instrument.kind === 'paper' ? paperLook(random, instrument.dots) : screenLook(random);
  const phase = 2 * Math.PI * random();
  const square = faceSquare(clip.landmarks[0] ?? [], instrument.crop);
  const out = { ...room, data: room.data.slice() };
  for (const [index, frame] of clip.frames.entries()) {
    const t = index / SCENE.framesPerSecond;
    const shown = instrument.moving ? frame : (clip.frames[0] ?? frame);
    out.data.set(room.data);
    drawSheet(out, { instrument, look, t, phase, colourAt: pictureAt(shown, square) });
    yield out;
  }
}

type ColourAt = (u: number, v: number) => Colour;

function pictureAt(
  picture: Raster,
  { left, top, side }: { readonly left: number; readonly top: number; readonly side: number },
): ColourAt {
  return (u, v) => {
    const at = (channel: number) => sampleAt(picture, left + u * side, top + v * side, channel);
    return [at(0), at(1), at(2)];
  };
}

interface Sheet {
  readonly instrument: Instrument;
  readonly look: SurfaceLook;
  readonly t: number;
  readonly phase: number;
  readonly colourAt: ColourAt;
}

function drawSheet(out: Raster, { instrument, look, t, phase, colourAt }: Sheet): void {
  const { half, yaw, pitch, border, bend, kind } = instrument;
  const toUnit = quadToUnit(
    heldSheet([320 + 8 * Math.sin(1.3 * t + phase), 242 + 6 * Math.sin(1.7 * t)], half, {
      yaw: yaw * Math.sin(1.9 * t + phase),
      pitch: pitch * Math.sin(1.3 * t + 2 * phase),
      roll: 0.05 * Math.sin(1.1 * t + phase),
    }),
  );
  const edge: Colour = kind === 'paper' ? [228, 226, 220] : [16, 16, 18];
  for (let y = 0; y < out.height; y += 1)
    for (let x = 0; x < out.width; x += 1) {
      const [flat, v] = toUnit(x, y);
      if (flat < -border || v < -border || flat > 1 + border || v > 1 + border) continue;
      const u = bend === 0 ? flat : 0.5 + Math.asin((2 * flat - 1) * Math.sin(bend)) / (2 * bend);
      const inside = u >= 0 && v >= 0 && u < 1 && v < 1;
      paint(out, x, y, inside ? look(colourAt(u, v), u, v, t) : edge);
    }
}
