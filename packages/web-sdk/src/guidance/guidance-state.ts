import type { FaceSample, GestureState, Neutral } from '@presence/face-geometry';
import type { ErrorCode, VideoAction } from '@presence/protocol';
import type { GuidanceEffect, GuidanceStep } from '../model/guidance-machine.ts';
import type { HintId } from '../model/hint-id.ts';
import type { Trouble } from './trouble.ts';

/** What outlives every step of a running guidance. Times are capture milliseconds. */
export interface Course {
  readonly actions: readonly VideoAction[];
  readonly oval: boolean;
  readonly limits: { readonly faceMs: number; readonly gestureMs: number };
  readonly index: number;
  readonly lastMs: number;
  readonly hint: { readonly shown: HintId | null; readonly sinceMs: number };
  /** Of the current action, as last told; never falls. */
  readonly progress: number;
  /** Time of this action in which nothing could be asked, in all and by cause. */
  readonly waitedMs: number;
  readonly causes: Readonly<Partial<Record<Trouble, number>>>;
  readonly restarts: number;
  /** The person's rest as first measured; later ones have only to come near it. */
  readonly rest: Neutral | null;
}

/** The tracker still loads. What the face finder sees is told; nothing else happens. */
export type Arriving = Course & { readonly kind: 'arriving' };
/** Nobody there, or too many. */
type Searching = Course & { readonly kind: 'searching'; readonly trouble: Trouble };
/** A face, but not as it should be. */
type Framing = Course & { readonly kind: 'framing'; readonly trouble: Trouble };
/** Frames are kept and the resting face is measured from them; the clip of the action begins with it. */
export type Settling = Course & {
  readonly kind: 'settling';
  readonly sinceMs: number;
  readonly samples: readonly FaceSample[];
};
/** The person has been told what to do. `returning` when the gesture was made and the face is on its way back. */
export type Performing = Course & {
  readonly kind: 'performing' | 'returning';
  readonly sinceMs: number;
  readonly gesture: GestureState;
  /** When a frame could last be used. */
  readonly goodMs: number;
  /** The newest samples, as long as the gesture has not begun. */
  readonly recent: readonly FaceSample[];
};
export type Waiting = Searching | Framing | Settling;
type Ended = { readonly kind: 'complete' } | { readonly kind: 'failed'; readonly code: ErrorCode };

export type GuidanceState = Arriving | Waiting | Performing | Ended;
export type Step = GuidanceStep<GuidanceState>;

/** The part of a state that is its course. */
export function courseOf(state: Arriving | Waiting | Performing): Course {
  const { actions, oval, limits, index, lastMs, hint, progress, waitedMs, causes, restarts, rest } = state;
  return { actions, oval, limits, index, lastMs, hint, progress, waitedMs, causes, restarts, rest };
}

/** The action at the course's index; a course never points beyond its list. */
export function actionOf(course: Course): VideoAction {
  const action = course.actions[course.index];
  if (action === undefined)
    throw new RangeError(`guidance: no action at ${course.index} of ${course.actions.length}`);
  return action;
}

export function failed(course: Course, code: ErrorCode, message: string): Step {
  const effect: GuidanceEffect = { kind: 'fail', code, message, context: { action: actionOf(course) } };
  return { state: { kind: 'failed', code }, effects: [effect] };
}
