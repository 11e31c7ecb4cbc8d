import {
  bestShotScore,
  type FaceMesh,
  type FrameQuality,
  frameQuality,
  greyFacePatch,
  measureFace,
  sixLandmarks,
} from '@presence/face-geometry';
import type { BoundingBox } from '@presence/protocol';
import type { FaceObservation, FrameSize, ObservedFace } from '../model/face-observation.ts';
import { areaOf } from './overlap-of.ts';
import type { PixelReader } from './read-pixels.ts';

/** A frame and what the detector says of it. */
export interface SeenFrame {
  readonly bitmap: ImageBitmap;
  /** Capture milliseconds. */
  readonly timeMs: number;
  readonly meshes: readonly FaceMesh[];
  readonly lookedAround: boolean;
}

/** What the guidance and the manifest need to know of one frame. */
export function observeFaces(
  { bitmap, timeMs, meshes, lookedAround }: SeenFrame,
  readPixels: PixelReader,
): FaceObservation {
  const frame: FrameSize = { width: bitmap.width, height: bitmap.height };
  const faces = meshes
    .map((mesh): ObservedFace => ({ measures: measureFace(mesh, frame), landmarks: sixLandmarks(mesh) }))
    .sort((a, b) => areaOf(b.measures.box) - areaOf(a.measures.box));
  const [largest] = faces;
  const light = largest === undefined ? null : lightOf(bitmap, largest.measures.box, readPixels);
  return {
    timeMs,
    frame,
    faces,
    lookedAround,
    light,
    bestShotScore:
      largest === undefined || light === null
        ? null
        : bestShotScore({ timeMs, measures: largest.measures }, light),
  };
}

/** Only the face's box is read back: a whole frame would cost four times as much. */
function lightOf(bitmap: ImageBitmap, box: BoundingBox, readPixels: PixelReader): FrameQuality | null {
  const left = Math.max(0, Math.floor(box.left));
  const top = Math.max(0, Math.floor(box.top));
  const width = Math.min(bitmap.width, Math.ceil(box.right)) - left;
  const height = Math.min(bitmap.height, Math.ceil(box.bottom)) - top;
  if (width < 3 || height < 3) return null;
  const image = readPixels(bitmap, { left, top, width, height });
  const patch = greyFacePatch(image, { left: 0, top: 0, right: width, bottom: height });
  return patch === undefined ? null : frameQuality(patch);
}
