import { type DocumentLook, documentLook } from '@presence/face-geometry';
import { CaptureError } from '../model/capture-error.ts';
import { DOCUMENT_STAGE, type Rectangle, visiblePart } from '../model/document-frame.ts';

/** Width in pixels a document is looked at with; its thresholds hold for it. */
const PATCH_WIDTH_PX = 480;
/** Room around the frame in which the document's sides may lie, units of the stage. */
const MARGIN = 27;
/** Rim of a whole picture that is left out, share of its width. */
const RIM = 0.02;

/** Looks at documents. Takes the calling thread about 5 ms a look. */
export interface DocumentEye {
  /** The live picture around a frame of the stage; undefined as long as there is none. */
  live(video: HTMLVideoElement, frame: Rectangle): DocumentLook | undefined;
  /** A whole picture. */
  still(picture: ImageBitmap): DocumentLook;
}

/** One canvas for all looks. */
export function documentEye(): DocumentEye {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new CaptureError('browser_unsupported', 'OffscreenCanvas gives no 2D context.');

  /** `margin`: what of the part lies around the frame, in the part's units. */
  const look = (source: HTMLVideoElement | ImageBitmap, part: Rectangle, margin: number): DocumentLook => {
    const scale = Math.min(1, PATCH_WIDTH_PX / part.width);
    const width = Math.max(8, Math.round(part.width * scale));
    const height = Math.max(8, Math.round(part.height * scale));
    if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
    context.imageSmoothingQuality = 'medium';
    context.drawImage(source, part.left, part.top, part.width, part.height, 0, 0, width, height);
    const rim = Math.round(margin * scale);
    const frame = { left: rim, top: rim, width: width - 2 * rim, height: height - 2 * rim };
    return documentLook({ data: grey(context.getImageData(0, 0, width, height).data), width, height }, frame);
  };

  return {
    live: (video, frame) => {
      if (video.videoWidth === 0) return undefined;
      const shown = visiblePart(video.videoWidth, video.videoHeight);
      const unit = shown.width / DOCUMENT_STAGE.width;
      const margin = Math.min(MARGIN, frame.left, frame.top);
      const part = {
        left: shown.left + (frame.left - margin) * unit,
        top: shown.top + (frame.top - margin) * unit,
        width: (frame.width + 2 * margin) * unit,
        height: (frame.height + 2 * margin) * unit,
      };
      return look(video, part, margin * unit);
    },
    still: (picture) => {
      const { width, height } = picture;
      return look(picture, { left: 0, top: 0, width, height }, RIM * width);
    },
  };
}

/** BT.601 luma. */
function grey(rgba: Uint8ClampedArray): Uint8ClampedArray {
  const luma = new Uint8ClampedArray(rgba.length / 4);
  for (let index = 0, at = 0; index < luma.length; index += 1, at += 4)
    luma[index] = 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
  return luma;
}
