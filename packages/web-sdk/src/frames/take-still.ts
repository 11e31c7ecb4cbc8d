import { CaptureError } from '../model/capture-error.ts';
import { type Rectangle, visiblePart } from '../model/document-frame.ts';
import { PHOTO_LIMITS } from './photo-limits.data.ts';

/** What the window shows of a document just now, in the camera's own pixels: the person sends what was to be seen. */
export async function takeStill(video: HTMLVideoElement): Promise<ImageBitmap> {
  return fitted(video, visiblePart(video.videoWidth, video.videoHeight));
}

/** A part of a picture, at most as large as photos are kept. What is transparent becomes white, as paper. */
export function fitted(source: HTMLVideoElement | ImageBitmap, part: Rectangle): ImageBitmap {
  const scale = Math.min(1, PHOTO_LIMITS.maxSidePx / Math.max(part.width, part.height));
  const width = Math.max(1, Math.round(part.width * scale));
  const height = Math.max(1, Math.round(part.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new CaptureError('browser_unsupported', 'OffscreenCanvas gives no 2D context.');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, part.left, part.top, part.width, part.height, 0, 0, width, height);
  return canvas.transferToImageBitmap();
}
