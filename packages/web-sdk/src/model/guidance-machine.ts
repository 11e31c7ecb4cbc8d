import type { ErrorCode, VideoAction } from '@presence/protocol';
import type { FaceObservation } from './face-observation.ts';
import type { FaceSighting } from './finder-messages.ts';
import type { HintId } from './hint-id.ts';

/** Everything that can happen to a running guidance. Time comes in events only, in capture milliseconds, and never falls. */
export type GuidanceEvent =
  | { readonly kind: 'observation'; readonly timeMs: number; readonly observation: FaceObservation }
  /** What the face finder saw while the tracker still loads. Only ever changes what is told. */
  | { readonly kind: 'sighting'; readonly timeMs: number; readonly sighting: FaceSighting }
  /** The tracker is ready. Sent once, to a guidance that began without it. */
  | { readonly kind: 'tracking'; readonly timeMs: number }
  /** Sent about ten times a second, so that timeouts fire while no frame arrives. */
  | { readonly kind: 'tick'; readonly timeMs: number }
  /** The person pressed the record button (manual capture). */
  | { readonly kind: 'record_pressed'; readonly timeMs: number };

/** What the session has to do. In the order given. */
export type GuidanceEffect =
  /** Show this hint; null clears it. Debounced by the guidance, so the session shows it at once. */
  | { readonly kind: 'hint'; readonly hint: HintId | null }
  /** From now on the tracker sees. */
  | { readonly kind: 'tracking' }
  /** What is being asked of the person now: null while only framing. `progress` is 0 to 1 of this action and never falls. */
  | {
      readonly kind: 'progress';
      readonly action: VideoAction | null;
      readonly index: number;
      readonly progress: number;
    }
  /**
   * Keep frames for this action from now on. Sent at least 400 ms of quiet, frontal face before a gesture can count, since
   * the engine measures neutral from the clip's own start. Sent again for the same index: throw away what was kept, start anew.
   */
  | { readonly kind: 'start_recording'; readonly action: VideoAction; readonly index: number }
  /** The action's clip is complete: the gesture was made and the face is back. */
  | {
      readonly kind: 'stop_recording';
      readonly action: VideoAction;
      readonly index: number;
      readonly outcome: 'performed' | 'manual';
    }
  | {
      readonly kind: 'fail';
      readonly code: ErrorCode;
      readonly message: string;
      readonly context: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'complete' };

export interface GuidanceOptions {
  /** In this order; at least one. */
  readonly actions: readonly VideoAction[];
  /** Capture time at which guidance begins. */
  readonly timeMs: number;
  /** False in operator mode: the oval is off and framing is more tolerant. */
  readonly oval: boolean;
  /** False while the tracker still loads; then no time runs out before the event `tracking`. Default true. */
  readonly tracking?: boolean;
  /** Time limits other than the guidance's own; WCAG 2.2, 2.2.1 wants them adjustable. Infinity: none. */
  readonly timeLimits?: TimeLimits;
}

export interface TimeLimits {
  /** Milliseconds of one action without a usable face. */
  readonly faceMs?: number;
  /** Milliseconds from the instruction to the gesture. */
  readonly gestureMs?: number;
}

export interface GuidanceStep<State> {
  readonly state: State;
  readonly effects: readonly GuidanceEffect[];
}

/** A pure state machine. After `fail` or `complete` it ignores every event and gives no effects. */
export interface GuidanceMachine<State> {
  start(options: GuidanceOptions): GuidanceStep<State>;
  transition(state: State, event: GuidanceEvent): GuidanceStep<State>;
}
