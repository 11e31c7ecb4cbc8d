import { rememberedCamera } from '../camera/remembered-camera.ts';
import type { Attempt } from './attempt.ts';
import type { Subject } from './group-actions.ts';
import { type KeptPicture, keepPicture } from './kept-picture.ts';
import { startLivePicture } from './live-picture.ts';

/** Milliseconds the page may be out of sight before the capture is thrown away: a glance at a message. */
const AWAY_LIMIT_MS = 10_000;

/**
 * The camera of this attempt, opened at once if it is known for what; its frames of a face go to the tracker. Throws as
 * openCamera does.
 */
export async function startPicture(attempt: Attempt, first: Subject | undefined): Promise<KeptPicture> {
  const { context, plan, frames, fail, signal, closers, signals } = attempt;
  const { view, telemetry, options, events, link } = context;
  const facingFor = (subject: Subject) => (subject === 'document' ? 'environment' : plan.facing);
  const remembered = rememberedCamera(link.baseUrl, () => window.localStorage);
  const picture = await keepPicture(
    {
      view,
      events,
      signal,
      remembered,
      help: plan.help,
      awayLimitMs: options.time_limits?.away_ms ?? AWAY_LIMIT_MS,
      facingFor,
      firstDevice: (subject) =>
        (subject === 'face' ? options.device_id : undefined) ?? remembered.get(facingFor(subject)),
      open: async (subject, deviceId, watch) => {
        const live = await startLivePicture({
          view,
          plan,
          subject,
          deviceId,
          early: context.early,
          zeroMs: context.zeroMs,
          signal,
          // A document is looked at from time to time, not tracked.
          onFrame: (frame) => (subject === 'face' ? frames.tracker.push(frame) : frame.picture.close()),
          onTick: signals.tick,
          ...watch,
        });
        signals.opened(live.camera, subject);
        const { width, height, tookMs } = live.camera;
        telemetry.note('camera.ready', { width, height, took_ms: Math.round(tookMs) });
        return live;
      },
      onInterrupted: (reason) => {
        signals.interrupted(reason);
        telemetry.note('camera.interrupted', { reason });
      },
      onCameras: signals.cameras,
      fail,
    },
    first,
  );
  closers.push(() => picture.close());
  signal.throwIfAborted();
  if (first === undefined) return picture;
  const idle = { action: null, index: 0, count: 0, hint: null, progress: 0, recording: false } as const;
  view.show({ kind: 'guiding', ready: false, ...idle });
  return picture;
}
