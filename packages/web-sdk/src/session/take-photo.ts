import type { PhotoAction } from '@presence/protocol';
import type { CaptureView } from '../model/capture-view.ts';
import type { ViewEvents } from './view-events.ts';

/** Longest side in pixels a photo is kept with: a document fills it at about 300 dpi. */
const MAX_SIDE_PX = 1920;

export interface PhotoOptions {
  readonly view: CaptureView;
  readonly events: ViewEvents;
  readonly action: PhotoAction;
  readonly capture: boolean;
  readonly upload: boolean;
  readonly signal: AbortSignal;
}

/** Asks for one photo and waits for the shutter or a chosen file. */
export async function takePhoto(options: PhotoOptions): Promise<ImageBitmap> {
  const { view, events, action, capture, upload, signal } = options;
  for (;;) {
    view.show({ kind: 'photo', action, capture, upload });
    const event = await events.next(['shutter', 'photo_file'], signal);
    const bitmap = await readPhoto(event.kind === 'photo_file' ? event.file : view.video);
    if (bitmap !== undefined) return bitmap;
  }
}

/** A file that is no picture gives nothing: the person is asked again. */
async function readPhoto(source: Blob | HTMLVideoElement): Promise<ImageBitmap | undefined> {
  const full = await createImageBitmap(source).catch(() => undefined);
  if (full === undefined) return undefined;
  const scale = MAX_SIDE_PX / Math.max(full.width, full.height);
  if (scale >= 1) return full;
  const scaled = await createImageBitmap(full, {
    resizeWidth: Math.round(full.width * scale),
    resizeHeight: Math.round(full.height * scale),
    resizeQuality: 'high',
  });
  full.close();
  return scaled;
}
