import type { VideoAction } from '@presence/protocol';
import { CaptureError } from '../model/capture-error.ts';
import type { TrackedFrame } from '../model/face-tracker.ts';
import type { FaceSighting } from '../model/finder-messages.ts';
import type {
  GuidanceEffect,
  GuidanceEvent,
  GuidanceMachine,
  TimeLimits,
} from '../model/guidance-machine.ts';
import type { HintId } from '../model/hint-id.ts';
import { framePacer } from './frame-pacer.ts';

/** Milliseconds between ticks, so that timeouts fire while no frame arrives. */
const TICK_MS = 100;

/** What the person is told at this moment. */
export interface GuidanceView {
  readonly action: VideoAction | null;
  readonly index: number;
  readonly hint: HintId | null;
  readonly progress: number;
  readonly recording: boolean;
  /** False while the tracker still loads. */
  readonly ready: boolean;
}

export interface GuideOptions<State> {
  readonly machine: GuidanceMachine<State>;
  readonly actions: readonly VideoAction[];
  readonly oval: boolean;
  readonly timeLimits: TimeLimits;
  /** Whether the tracker is ready; else `tracking()` says when. */
  readonly tracking: boolean;
  readonly signal: AbortSignal;
  /** Capture time in milliseconds. */
  now(): number;
  onView(view: GuidanceView): void;
  beginClip(index: number, action: VideoAction): void;
  /** Takes the frame over. */
  keep(frame: TrackedFrame): void;
  endClip(index: number, action: VideoAction, outcome: 'performed' | 'manual'): void;
}

/** A guidance that is running. Feed it frames; it decides what is kept. */
export interface RunningGuidance {
  /** Resolves when all actions are done. Rejects with what the guidance failed with, or the signal's reason. */
  readonly done: Promise<void>;
  /** Takes the frame over. */
  frame(frame: TrackedFrame): void;
  /** The finder saw something. */
  sighting(sighting: FaceSighting): void;
  /** The tracker is ready. */
  tracking(): void;
  recordPressed(): void;
  /** Lets go of timers without settling `done`: something else has taken over. */
  stop(): void;
}

/** Runs a guidance machine: events in, effects out, frames to the clip that is being recorded. */
export function guideActions<State>(options: GuideOptions<State>): RunningGuidance {
  const pacer = framePacer();
  let state: State;
  let view: GuidanceView = {
    action: null,
    index: 0,
    hint: null,
    progress: 0,
    recording: false,
    ready: options.tracking,
  };
  let ended = false;
  /** The frame the guidance looks at just now, as long as no clip and no one else has it. */
  let current: TrackedFrame | undefined;
  let settle: { resolve(): void; reject(reason: unknown): void };
  const done = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });

  const end = (act: () => void) => {
    if (ended) return;
    ended = true;
    clearInterval(timer);
    options.signal.removeEventListener('abort', onAbort);
    act();
  };
  const onAbort = () => end(() => settle.reject(options.signal.reason));
  /** Into the clip being recorded, if there is one and it wants another frame now; a frame is in one clip at most. */
  const placeFrame = () => {
    const frame = current;
    current = undefined;
    if (frame === undefined) return;
    if (!ended && view.recording && pacer.keeps(frame.timeMs)) options.keep(frame);
    else frame.picture.close();
  };
  const apply = (effect: GuidanceEffect) => {
    switch (effect.kind) {
      case 'hint':
        view = { ...view, hint: effect.hint };
        break;
      case 'tracking':
        view = { ...view, ready: true };
        break;
      case 'progress':
        view = { ...view, action: effect.action, index: effect.index, progress: effect.progress };
        break;
      case 'start_recording':
        pacer.reset();
        options.beginClip(effect.index, effect.action);
        view = { ...view, action: effect.action, index: effect.index, recording: true };
        break;
      case 'stop_recording':
        // The frame that completes a gesture belongs to its clip.
        placeFrame();
        options.endClip(effect.index, effect.action, effect.outcome);
        view = { ...view, recording: false };
        break;
      case 'fail':
        end(() => settle.reject(new CaptureError(effect.code, effect.message, { context: effect.context })));
        break;
      case 'complete':
        end(() => settle.resolve());
    }
  };
  const take = (step: { readonly state: State; readonly effects: readonly GuidanceEffect[] }) => {
    state = step.state;
    if (step.effects.length === 0) return;
    for (const effect of step.effects) apply(effect);
    options.onView(view);
  };
  const send = (event: GuidanceEvent) => {
    if (!ended) take(options.machine.transition(state, event));
  };

  const timer = setInterval(() => send({ kind: 'tick', timeMs: options.now() }), TICK_MS);
  options.signal.addEventListener('abort', onAbort);
  if (options.signal.aborted) onAbort();
  else {
    const { actions, oval, timeLimits, tracking } = options;
    take(options.machine.start({ actions, timeMs: options.now(), oval, timeLimits, tracking }));
  }

  return {
    done,
    frame: (frame) => {
      const { observation, timeMs } = frame;
      current = frame;
      send(observation === null ? { kind: 'tick', timeMs } : { kind: 'observation', timeMs, observation });
      // Where a clip begins, the guidance has counted this frame, so it is the first in it.
      placeFrame();
    },
    sighting: (sighting) => send({ kind: 'sighting', timeMs: sighting.timeMs, sighting }),
    tracking: () => send({ kind: 'tracking', timeMs: options.now() }),
    recordPressed: () => send({ kind: 'record_pressed', timeMs: options.now() }),
    stop: () => end(() => undefined),
  };
}
