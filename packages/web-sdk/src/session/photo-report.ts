import type { PhotoAction } from '@presence/protocol';
import type { CaptureReport } from '../model/capture-options.ts';

/**
 * The argument of `on_capture_complete` for a photo: the documented object with one frame and no face in it. Without an
 * image, which is kept from the page when a virtual camera is suspected, only what else is known.
 */
export function photoReport(
  action: PhotoAction,
  image: string | null,
  known: { readonly additionalInfo: string; readonly eventSessionId: string },
): CaptureReport | Readonly<Record<string, unknown>> {
  const base = { action, additional_info: known.additionalInfo, event_session_id: known.eventSessionId };
  if (image === null) return base;
  return {
    ...base,
    best_frame: image,
    best_frame_png: '',
    best_frame_bounding_box: null,
    best_frame_landmarks: null,
    frame_list: [image],
    frame_bounding_box_list: [null],
    frame_landmarks: [null],
  };
}
