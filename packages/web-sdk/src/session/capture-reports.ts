import type { CameraEntry, CaptureAction } from '@presence/protocol';
import type { CaptureReport, VirtualCameraReport } from '../model/capture-options.ts';
import type { ActionImages } from '../model/container-messages.ts';
import { additionalInfo } from './additional-info.ts';
import { type Attempt, type Challenged, trackerEntry } from './attempt.ts';

/** What of one action's images is made for `on_capture_complete`. */
export interface WantedReport {
  /** Whether the page hears of single actions at all. */
  readonly wanted: boolean;
  readonly withImages: boolean;
}

/** Decided before an action is closed, since images are only made for a page that gets them. */
export function wantedReport({ context, config }: Attempt, camera: CameraEntry | null): WantedReport {
  // With a container in capture mode the page gets one Blob at the end instead.
  const asBlob = config.use_wasm_container && config.architecture === 'capture';
  const wanted = context.callbacks.wantsCaptures && !asBlob;
  return { wanted, withImages: wanted && camera?.virtual_camera.suspected !== true };
}

/** Calls `on_capture_complete`: with the documented object, or without images when a virtual camera is suspected. */
export async function reportCapture(
  { context, frames, signals }: Attempt,
  { init, container }: Challenged,
  camera: CameraEntry | null,
  captured: { readonly action: CaptureAction; readonly images: ActionImages | null },
): Promise<void> {
  const timeZone = await container.timeZone();
  const facts: VirtualCameraReport = {
    action: captured.action,
    additional_info: additionalInfo({
      camera,
      tracker: trackerEntry(frames),
      timeZone,
      signals: signals.signals(),
    }),
    event_session_id: init.event_session_id,
  };
  context.callbacks.captureComplete(captured.images === null ? facts : captureReport(facts, captured.images));
}

/** The documented argument of `on_capture_complete`. */
export function captureReport(facts: VirtualCameraReport, images: ActionImages): CaptureReport {
  return {
    action: facts.action,
    best_frame: images.bestFrame,
    best_frame_png: images.bestFramePng,
    best_frame_bounding_box: images.boxes[images.bestIndex] ?? null,
    best_frame_landmarks: images.landmarks[images.bestIndex] ?? null,
    frame_list: images.frames,
    frame_bounding_box_list: images.boxes,
    frame_landmarks: images.landmarks,
    additional_info: facts.additional_info,
    event_session_id: facts.event_session_id,
  };
}

/** A photo in the shape of a clip: one frame, in which nobody looked for a face; the photo is as it will be sent. */
export function photoImages(image: string): ActionImages {
  return {
    bestFrame: image,
    bestFramePng: '',
    bestIndex: 0,
    frames: [image],
    boxes: [null],
    landmarks: [null],
  };
}
