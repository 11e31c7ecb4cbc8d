import { CaptureError } from '../model/capture-error.ts';
import type { Attempt } from './attempt.ts';
import { type LivePicture, startLivePicture } from './live-picture.ts';

/** Opens the camera for this attempt; its frames go to the tracker. Throws as openCamera does. */
export async function startPicture(attempt: Attempt, subject: 'face' | 'document'): Promise<LivePicture> {
  const { context, plan, frames, fail, signal, closers } = attempt;
  const live = await startLivePicture({
    view: context.view,
    plan,
    subject,
    deviceId: subject === 'face' ? context.options.device_id : undefined,
    zeroMs: context.zeroMs,
    signal,
    onFrame: (frame) => frames.tracker.push(frame),
    onLost: fail,
  });
  closers.push(live.close);
  signal.throwIfAborted();
  context.telemetry.note('camera.ready', { width: live.camera.width, height: live.camera.height });
  if (subject === 'face') {
    const idle = { action: null, index: 0, count: 0, hint: null, progress: 0, recording: false } as const;
    context.view.show({ kind: 'guiding', ready: false, ...idle });
  }
  return live;
}

/** Nobody can follow instructions in a hidden page, and browsers stop its camera. Listens until the camera is released. */
export function failWhenHidden({ fail, closers }: Attempt): void {
  const onChange = () => {
    if (document.visibilityState !== 'hidden') return;
    fail(new CaptureError('tab_hidden', 'The page was hidden during the capture.'));
  };
  document.addEventListener('visibilitychange', onChange);
  closers.push(() => document.removeEventListener('visibilitychange', onChange));
}
