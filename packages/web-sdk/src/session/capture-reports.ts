import type { VideoAction } from '@presence/protocol';
import type { CaptureReport, VirtualCameraReport } from '../model/capture-options.ts';
import type { ActionImages } from '../model/container-messages.ts';

/** The documented argument of `on_capture_complete`. */
export function captureReport(
  action: VideoAction,
  images: ActionImages,
  additionalInfo: string,
  eventSessionId: string,
): CaptureReport {
  return {
    action,
    best_frame: images.bestFrame,
    best_frame_png: images.bestFramePng,
    best_frame_bounding_box: images.boxes[images.bestIndex] ?? null,
    best_frame_landmarks: images.landmarks[images.bestIndex] ?? null,
    frame_list: images.frames,
    frame_bounding_box_list: images.boxes,
    frame_landmarks: images.landmarks,
    additional_info: additionalInfo,
    event_session_id: eventSessionId,
  };
}

/** What the page gets instead when a virtual camera is suspected: no frames. */
export function virtualCameraReport(
  action: VideoAction,
  additionalInfo: string,
  eventSessionId: string,
): VirtualCameraReport {
  return { action, additional_info: additionalInfo, event_session_id: eventSessionId };
}
