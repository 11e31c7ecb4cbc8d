import type { GuidanceEvent, GuidanceMachine, GuidanceOptions } from '../model/guidance-machine.ts';
import { GUIDANCE_LIMITS as L } from './guidance-limits.data.ts';
import type { Course, GuidanceState, Step } from './guidance-state.ts';
import { stepArriving } from './step-arriving.ts';
import { stepPerforming } from './step-performing.ts';
import { stepWaiting } from './step-waiting.ts';
import { tellHint } from './telling.ts';

/**
 * Leads a person through the actions by what the face tracker sees:
 * arriving (the tracker loads, hints by the face finder) → searching and framing (hints) → settling (the resting face is measured and the clip begins) → performing → returning,
 * then the next action, until complete or failed. Pure; time comes in events.
 */
export const faceGuidance: GuidanceMachine<GuidanceState> = { start, transition };

function start({ actions, timeMs, oval, tracking = true, timeLimits }: GuidanceOptions): Step {
  const course: Course = {
    actions,
    oval,
    limits: {
      faceMs: timeLimits?.faceMs ?? L.waitMs.value,
      gestureMs: timeLimits?.gestureMs ?? L.gestureMs.value,
    },
    index: 0,
    lastMs: timeMs,
    hint: { shown: null, sinceMs: timeMs },
    progress: 0,
    waitedMs: 0,
    causes: {},
    restarts: 0,
    rest: null,
  };
  if (actions.length === 0) return { state: { kind: 'complete' }, effects: [{ kind: 'complete' }] };
  const told = tellHint(course, 'look_at_camera');
  const state: GuidanceState = tracking
    ? { ...told.course, kind: 'searching', trouble: 'no_face' }
    : { ...told.course, kind: 'arriving' };
  return {
    state,
    effects: [...told.effects, { kind: 'progress', action: null, index: 0, progress: 0 }],
  };
}

function transition(state: GuidanceState, event: GuidanceEvent): Step {
  switch (state.kind) {
    case 'complete':
    case 'failed':
      return { state, effects: [] };
    case 'arriving':
      return stepArriving(state, inOrder(event, state.lastMs));
    case 'searching':
    case 'framing':
    case 'settling':
      return stepWaiting(state, inOrder(event, state.lastMs));
    case 'performing':
    case 'returning':
      return stepPerforming(state, inOrder(event, state.lastMs));
  }
}

/** A frame is observed later than it was taken, so a tick may have overtaken it; time never falls. */
function inOrder(event: GuidanceEvent, lastMs: number): GuidanceEvent {
  return event.timeMs >= lastMs ? event : { ...event, timeMs: lastMs };
}
