import type { ActionImages } from '../model/container-messages.ts';
import type { ActionClip } from './action-clip.ts';
import { mapBox, mapLandmarks } from './build-manifest.ts';

/** A clip as the data URLs and whole-pixel coordinates that `on_capture_complete` documents. */
export async function actionImages(clip: ActionClip): Promise<ActionImages> {
  const frames = await Promise.all(clip.frames.map((frame) => dataUrl(frame.jpeg)));
  return {
    bestFrame: frames[clip.bestIndex] ?? '',
    bestFramePng: clip.lossless === null ? '' : await dataUrl(clip.lossless.png),
    bestIndex: clip.bestIndex,
    frames,
    boxes: clip.frames.map(({ observation }) => {
      const face = observation?.faces[0];
      return face === undefined ? null : mapBox(face.measures.box, Math.round);
    }),
    landmarks: clip.frames.map(({ observation }) => {
      const face = observation?.faces[0];
      return face === undefined ? null : mapLandmarks(face.landmarks, Math.round);
    }),
  };
}

export function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}
