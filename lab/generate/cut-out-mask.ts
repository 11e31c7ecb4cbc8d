import {
  CHIN,
  EYES,
  LEFT_EYE_OUTER,
  OVAL,
  RIGHT_EYE_OUTER,
} from '../../tests/support/face-video/mesh-topology.data.ts';
import type { Point } from '../../tests/support/face-video/puppet-mesh.ts';
import { type Raster, sampleAt } from '../../tests/support/face-video/raster.ts';
import { affineOf, inside } from './face-places.ts';
import type { SourceClip } from './source-clip.ts';
import { type Colour, paint, paperLook } from './surface-look.ts';

/** Holes are cut this much larger than the eyes. */
const HOLE = 1.5;

type Flat = readonly [number, number];

/** A face cut out of paper and worn by another person, who looks through its eyes. */
export function* cutOutMask(victim: SourceClip, wearer: SourceClip, random: () => number): Generator<Raster> {
  const [still] = victim.frames;
  const [mask] = victim.landmarks;
  if (still === undefined || mask === undefined) return;
  const look = paperLook(random);
  const outline = OVAL.map((index) => flat(mask, index));
  const holes = EYES.map(({ upper, lower }) =>
    grown([...upper, ...lower.toReversed()].map((index) => flat(mask, index))),
  );
  for (const [index, frame] of wearer.frames.entries()) {
    const face = wearer.landmarks[index] ?? [];
    const toMask = affineOf(anchors(face), anchors(mask));
    const out = { ...frame, data: frame.data.slice() };
    for (let y = 0; y < out.height; y += 1)
      for (let x = 0; x < out.width; x += 1) {
        const [mx, my] = toMask(x, y);
        if (!inside(outline, mx, my) || holes.some((hole) => inside(hole, mx, my))) continue;
        const at = (channel: number) => sampleAt(still, mx, my, channel);
        const colour: Colour = [at(0), at(1), at(2)];
        paint(out, x, y, look(colour, mx / still.width, my / still.height, index / 12));
      }
    yield out;
  }
}

/** Paper is stiff: eyes and chin fix where it sits, and nothing of the wearer's face moves it otherwise. */
function anchors(points: readonly Point[]): Flat[] {
  return [RIGHT_EYE_OUTER, LEFT_EYE_OUTER, CHIN].map((index) => flat(points, index));
}

function flat(points: readonly Point[], index: number): Flat {
  const [x = 0, y = 0] = points[index] ?? [];
  return [x, y];
}

function grown(polygon: readonly Flat[]): Flat[] {
  const cx = polygon.reduce((sum, [x]) => sum + x, 0) / polygon.length;
  const cy = polygon.reduce((sum, [, y]) => sum + y, 0) / polygon.length;
  return polygon.map(([x, y]) => [cx + HOLE * (x - cx), cy + HOLE * (y - cy)]);
}
