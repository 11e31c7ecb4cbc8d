import type { FrameAnalyst } from '@presence/engine';
import { turnedAway } from '@presence/face-geometry';
import sharp from 'sharp';
import type { Point } from '../../tests/support/face-video/puppet-mesh.ts';
import type { Raster } from '../../tests/support/face-video/raster.ts';

/** A bona fide clip as the generator wants it: pixels, and where the face is in each frame. */
export interface SourceClip {
  readonly name: string;
  readonly frames: readonly Raster[];
  /** 478 points per frame, pixels of that frame. */
  readonly landmarks: readonly (readonly Point[])[];
  /** Whether the head of the first frame is turned or tilted too far for a capture to begin. */
  readonly turnedAway: boolean;
}

/** Decodes frames and finds their faces; `undefined` when one frame shows none, for then there is nothing to copy. */
export async function sourceClip(
  name: string,
  pictures: readonly Uint8Array[],
  analyst: FrameAnalyst,
): Promise<SourceClip | undefined> {
  const frames: Raster[] = [];
  const landmarks: Point[][] = [];
  let aside: boolean | undefined;
  let last: Uint8Array | undefined;
  for (const picture of pictures) {
    const [before, points] = [frames.at(-1), landmarks.at(-1)];
    if (picture === last && before !== undefined && points !== undefined) {
      frames.push(before);
      landmarks.push(points);
      continue;
    }
    last = picture;
    const { faces } = await analyst.locate(picture);
    const [face] = faces;
    if (face === undefined) return undefined;
    frames.push(await decode(picture));
    landmarks.push(pointsOf(face.points));
    aside ??= turnedAway(face.measures);
  }
  return aside === undefined ? undefined : { name, frames, landmarks, turnedAway: aside };
}

async function decode(picture: Uint8Array): Promise<Raster> {
  const { data, info } = await sharp(picture)
    .autoOrient()
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

function pointsOf(flat: Float32Array): Point[] {
  return Array.from({ length: flat.length / 3 }, (_, k) => [
    flat[3 * k] ?? 0,
    flat[3 * k + 1] ?? 0,
    flat[3 * k + 2] ?? 0,
  ]);
}
