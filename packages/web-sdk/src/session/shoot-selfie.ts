import { takeStill } from '../frames/take-still.ts';
import { faceGuidance } from '../guidance/face-guidance.ts';
import { CaptureError } from '../model/capture-error.ts';
import type { PhotoState } from '../model/capture-view.ts';
import type { TrackedFrame } from '../model/face-tracker.ts';
import type { TimeLimits } from '../model/guidance-machine.ts';
import { guideActions } from './guide-actions.ts';
import type { TrackedFrames } from './tracked-frames.ts';
import type { ViewEvents } from './view-events.ts';

export interface SelfieOptions {
  readonly video: HTMLVideoElement;
  readonly frames: TrackedFrames;
  readonly events: ViewEvents;
  readonly oval: boolean;
  readonly timeLimits: TimeLimits;
  readonly signal: AbortSignal;
  now(): number;
  show(part: Pick<PhotoState, 'shutter' | 'hint' | 'progress'>): void;
}

/** The gesture a portrait is taken with: a face at rest in the oval. */
const GESTURE = 'video_selfie_blank';

/** A still of a face: guided like a gesture, the best frame of the rest is the photo. Without a detector: the shutter. */
export async function shootSelfie(options: SelfieOptions): Promise<ImageBitmap> {
  const { frames, signal } = options;
  signal.throwIfAborted();
  options.show({ shutter: false, hint: null, progress: 0 });
  const guided = frames.state === 'manual' ? undefined : await guidedStill(options);
  if (guided !== undefined) return guided;
  options.show({ shutter: true, hint: null, progress: 0 });
  await options.events.next(['shutter'], signal);
  return takeStill(options.video);
}

/** Undefined when the last detector broke down on the way. */
async function guidedStill(options: SelfieOptions): Promise<ImageBitmap | undefined> {
  const { frames, signal } = options;
  let best: TrackedFrame | undefined;
  const guidance = guideActions({
    machine: faceGuidance,
    actions: [GESTURE],
    oval: options.oval,
    timeLimits: options.timeLimits,
    tracking: frames.state !== 'loading',
    signal,
    now: options.now,
    beginClip: () => {
      best?.picture.close();
      best = undefined;
    },
    keep: (frame) => {
      const better = best === undefined || scoreOf(frame) > scoreOf(best);
      (better ? best : frame)?.picture.close();
      if (better) best = frame;
    },
    endClip: () => undefined,
    onView: ({ hint, progress }) => options.show({ shutter: false, hint, progress }),
  });
  frames.receive(guidance.frame, guidance.sighting);
  if (frames.state === 'loading') frames.ready.then(guidance.tracking, () => undefined);
  try {
    const done = guidance.done.then(() => true);
    const made = await Promise.race([done, frames.manual.then(() => false)]);
    if (!made || best === undefined) return undefined;
    return await createImageBitmap(best.picture);
  } catch (thrown) {
    if (!(thrown instanceof CaptureError)) throw thrown;
    const { code, message, context } = thrown;
    throw new CaptureError(code, message, { context: { ...context, action: 'photo_selfie' }, cause: thrown });
  } finally {
    frames.receive(undefined);
    guidance.stop();
    best?.picture.close();
  }
}

function scoreOf({ observation }: TrackedFrame): number {
  return observation?.bestShotScore ?? 0;
}
