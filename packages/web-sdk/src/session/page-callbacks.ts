import type { ResultPayload } from '@presence/protocol';
import type { CaptureError } from '../model/capture-error.ts';
import type {
  CaptureReport,
  ContainerReport,
  OpenOptions,
  VirtualCameraReport,
} from '../model/capture-options.ts';
import { guardedCall } from '../model/guarded-call.ts';

/** The page's callbacks, safe to call: silent after `mute()`, and an error in one of them does not reach the capture. */
export interface PageCallbacks {
  submit(): void;
  result(payload: ResultPayload): void;
  complete(payload: ResultPayload): void;
  error(error: CaptureError): void;
  /** The documented object, a smaller one when a virtual camera is suspected, or the container as a Blob. */
  captureComplete(report: CaptureReport | VirtualCameraReport | ContainerReport): void;
  readonly wantsCaptures: boolean;
  /** No more calls but `close`. */
  mute(): void;
  /** At most once. */
  close(): void;
}

export function pageCallbacks(options: OpenOptions, eventSessionId: () => string): PageCallbacks {
  let muted = false;
  let closed = false;
  const unlessMuted = (call: () => void) => {
    if (!muted) guardedCall(call);
  };
  const withId = (payload: ResultPayload) => ({ ...payload, event_session_id: eventSessionId() });
  return {
    submit: () => unlessMuted(() => options.on_submit?.()),
    result: (payload) => unlessMuted(() => options.on_result?.(withId(payload))),
    complete: (payload) => unlessMuted(() => options.on_complete?.(withId(payload))),
    error: ({ code, message, context }) =>
      unlessMuted(() => options.on_error?.({ code, event_session_id: eventSessionId(), message, context })),
    captureComplete: (report) =>
      // The documented callback takes one of three shapes; its type names the common one.
      unlessMuted(() => options.on_capture_complete?.(report as CaptureReport)),
    wantsCaptures: options.on_capture_complete !== undefined,
    mute: () => {
      muted = true;
    },
    close: () => {
      if (closed) return;
      closed = true;
      muted = true;
      guardedCall(() => options.on_close?.());
    },
  };
}
