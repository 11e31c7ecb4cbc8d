import type { GuidanceEvent } from '../model/guidance-machine.ts';
import { type Arriving, courseOf, type Step } from './guidance-state.ts';
import { sightingHint } from './sighting-hint.ts';
import { stepWaiting } from './step-waiting.ts';
import { tellHint } from './telling.ts';

/** Tells where the face is to go until the tracker is ready. No time is counted: the person waits for us. */
export function stepArriving(state: Arriving, event: GuidanceEvent): Step {
  const course = { ...courseOf(state), lastMs: event.timeMs };
  switch (event.kind) {
    case 'sighting': {
      const told = tellHint(course, sightingHint(event.sighting, course.oval));
      return { state: { ...told.course, kind: 'arriving' }, effects: told.effects };
    }
    case 'tracking':
      return { state: { ...course, kind: 'searching', trouble: 'no_face' }, effects: [{ kind: 'tracking' }] };
    case 'observation': {
      const next = stepWaiting({ ...course, kind: 'searching', trouble: 'no_face' }, event);
      return { state: next.state, effects: [{ kind: 'tracking' }, ...next.effects] };
    }
    case 'tick':
    case 'record_pressed':
      return { state: { ...course, kind: 'arriving' }, effects: [] };
  }
}
