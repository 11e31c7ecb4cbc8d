import { type FaceMesh, measureFace } from '@presence/face-geometry';
import type { BoundingBox } from '@presence/protocol';
import type { FaceDetectorPort } from '../model/face-detector-port.ts';
import { overlapOf } from './overlap-of.ts';
import { PLAUSIBLE_SHARE, SELF_TEST_FACE, SELF_TEST_MIN_OVERLAP } from './self-test.data.ts';

/** Whether this can be a face of the picture: somewhere in it, and neither a dot nor larger than it. NaN is nowhere. */
export function isPlausible(
  mesh: FaceMesh | undefined,
  frame: { readonly width: number; readonly height: number },
): boolean {
  if (mesh === undefined) return false;
  const { left, top, right, bottom } = measureFace(mesh, frame).box;
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const share = ((right - left) * (bottom - top)) / (frame.width * frame.height);
  return x > 0 && x < frame.width && y > 0 && y < frame.height && share > PLAUSIBLE_SHARE && share < 2;
}

/**
 * Runs the detector on the bundled frame, which also warms it up. Some graphics drivers compute nonsense without any error;
 * this is where that shows.
 *
 * @param timeMs later than any picture before.
 * @returns why the detector is not to be trusted, or undefined when it is fine. What the detector throws passes through.
 */
export async function selfTest(
  detector: FaceDetectorPort,
  frame: ImageBitmap,
  timeMs: number,
): Promise<string | undefined> {
  return judgeSelfTest(await detector.detect(frame, timeMs), frame);
}

export function judgeSelfTest(
  meshes: readonly FaceMesh[],
  frame: { readonly width: number; readonly height: number },
): string | undefined {
  const [mesh] = meshes;
  if (mesh === undefined) return 'self-test: no face found';
  if (meshes.length > 1) return `self-test: ${meshes.length} faces found instead of one`;
  const { box } = measureFace(mesh, frame);
  const overlap = overlapOf(box, SELF_TEST_FACE);
  // Written so that NaN, which broken drivers give, fails too.
  return overlap >= SELF_TEST_MIN_OVERLAP
    ? undefined
    : `self-test: face in the wrong place (${placeOf(box)}, overlap ${overlap.toFixed(2)})`;
}

function placeOf({ left, top, right, bottom }: BoundingBox): string {
  return [left, top, right, bottom].map((side) => side.toFixed(0)).join(' ');
}
