import { BLAZE_FACE, type Detection, decodeDetections } from '@presence/face-geometry';
import { CaptureError } from '../model/capture-error.ts';
import type { FrameSize } from '../model/face-observation.ts';
import type { FaceSighting, SightedFace } from '../model/finder-messages.ts';
import { FINDER_LIMITS as L } from './finder-limits.data.ts';
import type { FinderNetwork, FinderOutput } from './finder-network.ts';
import { areaOf } from './overlap-of.ts';

/** Looks at a picture and leaves it open. */
export type FaceSight = (picture: CanvasImageSource, frame: FrameSize, timeMs: number) => FaceSighting;

/** @throws CaptureError `browser_unsupported` without a 2D context in workers. */
export function faceSight(network: FinderNetwork): FaceSight {
  const side = BLAZE_FACE.inputSize;
  const context = new OffscreenCanvas(side, side).getContext('2d', {
    willReadFrequently: true,
    alpha: false,
  });
  if (context === null) throw new CaptureError('browser_unsupported', 'OffscreenCanvas gives no 2D context.');
  return (picture, frame, timeMs) => {
    const scale = side / Math.max(frame.width, frame.height);
    const [width, height] = [frame.width * scale, frame.height * scale];
    context.fillRect(0, 0, side, side);
    context.drawImage(picture, (side - width) / 2, (side - height) / 2, width, height);
    const { data } = context.getImageData(0, 0, side, side);
    return { timeMs, frame, faces: sightedFaces(network.run(data), frame) };
  };
}

/** The faces in the network's output, largest first, measured as their meshes would be. */
export function sightedFaces({ regressors, scores }: FinderOutput, frame: FrameSize): readonly SightedFace[] {
  return decodeDetections(regressors, scores, frame, L.minScore.value)
    .map(asMeasured)
    .sort((a, b) => areaOf(b.box) - areaOf(a.box));
}

function asMeasured({ box, keypoints }: Detection): SightedFace {
  const height = box.bottom - box.top;
  const middleX = (box.left + box.right) / 2;
  const middleY = (box.top + box.bottom) / 2 + L.meshShift.value * height;
  const halfWidth = ((box.right - box.left) * L.meshWidth.value) / 2;
  const halfHeight = (height * L.meshHeight.value) / 2;
  const [right, left] = keypoints;
  const eyes = right === undefined || left === undefined ? 0 : Math.hypot(right.x - left.x, right.y - left.y);
  return {
    box: {
      left: middleX - halfWidth,
      top: middleY - halfHeight,
      right: middleX + halfWidth,
      bottom: middleY + halfHeight,
    },
    interOcularPx: eyes * L.eyeCorners.value,
  };
}
