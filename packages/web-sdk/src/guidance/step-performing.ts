import {
  type FaceSample,
  type GestureState,
  isNeutral,
  type Neutral,
  stepGesture,
} from '@presence/face-geometry';
import { isActiveAction } from '@presence/protocol';
import type { FaceObservation } from '../model/face-observation.ts';
import type { GuidanceEffect, GuidanceEvent } from '../model/guidance-machine.ts';
import { GUIDANCE_LIMITS as L } from './guidance-limits.data.ts';
import { actionOf, type Course, courseOf, failed, type Performing, type Step } from './guidance-state.ts';
import { correct, quietRest, sampleOf, settleAnew } from './step-waiting.ts';
import { tellHint, tellProgress } from './telling.ts';
import { crowdTrouble, TROUBLES, type Trouble, troubleOf } from './trouble.ts';

/** The gesture: followed frame by frame until it is made, the time is up, or something comes between. */
export function stepPerforming(before: Performing, event: GuidanceEvent): Step {
  const state = { ...before, lastMs: event.timeMs };
  const action = actionOf(state);
  if (event.timeMs - state.sinceMs >= state.limits.gestureMs) {
    const seconds = state.limits.gestureMs / 1000;
    return failed(
      state,
      'gesture_not_performed',
      `${action} was not made within ${seconds} s of being asked for.`,
    );
  }
  if (event.kind !== 'observation') return { state, effects: [] };

  const active = isActiveAction(action);
  const { observation } = event;
  const trouble = active ? crowdTrouble(observation) : troubleOf(observation, state.oval);
  const sample = sampleOf(observation);
  if (trouble === 'many_faces') return interrupt(state, trouble);
  if (trouble !== undefined || sample === undefined) {
    const graceMs = active ? L.faceLostMs.value : L.frameLostMs.value;
    return event.timeMs - state.goodMs > graceMs
      ? interrupt(state, trouble ?? 'no_face')
      : { state, effects: [] };
  }
  return follow({ ...state, goodMs: event.timeMs }, sample, observation);
}

function follow(state: Performing, sample: FaceSample, observation: FaceObservation): Step {
  const gesture = stepGesture(state.gesture, sample);
  if (gesture.kind === 'done') return finish(courseOf(state), sample, observation);
  const recent = gesture.kind === 'waiting' ? newest([...state.recent, sample], sample.timeMs) : [];
  const rest = restElsewhere(state, recent, observation);
  if (rest !== undefined) {
    return settleAnew({ ...courseOf(state), restarts: state.restarts + 1, rest }, sample, 'hold_still');
  }
  const returning = gesture.kind === 'peaked' && gesture.action !== 'video_selfie_eyes';
  const hinted = tellHint(courseOf(state), returning ? 'back_to_center' : gesture.action, 'now');
  const told = tellProgress(hinted.course, gesture.action, gesture.progress);
  return {
    state: { ...state, ...told.course, kind: returning ? 'returning' : 'performing', gesture, recent },
    effects: [...hinted.effects, ...told.effects],
  };
}

function finish(course: Course, sample: FaceSample, observation: FaceObservation): Step {
  const { index } = course;
  const action = actionOf(course);
  const told = tellProgress(course, action, 1);
  const stop: GuidanceEffect = { kind: 'stop_recording', action, index, outcome: 'performed' };
  if (index + 1 >= course.actions.length) {
    return { state: { kind: 'complete' }, effects: [...told.effects, stop, { kind: 'complete' }] };
  }
  const next: Course = {
    ...told.course,
    index: index + 1,
    progress: 0,
    waitedMs: 0,
    causes: {},
    restarts: 0,
  };
  const praised = tellHint(next, 'well_done', 'now');
  const opening: GuidanceEffect = { kind: 'progress', action: null, index: next.index, progress: 0 };
  const trouble = troubleOf(observation, next.oval);
  const following =
    trouble === undefined
      ? settleAnew(praised.course, sample, 'well_done', true)
      : correct(praised.course, trouble);
  return {
    state: following.state,
    effects: [...told.effects, stop, ...praised.effects, opening, ...following.effects],
  };
}

/** The action starts over once the trouble is gone, unless that has happened too often. */
function interrupt(state: Performing, trouble: Trouble): Step {
  const course = courseOf(state);
  if (course.restarts >= L.maxRestarts.value) {
    const { code } = TROUBLES[trouble];
    return failed(
      course,
      code,
      `${actionOf(course)} was interrupted ${course.restarts + 1} times; last: ${code}.`,
    );
  }
  return correct({ ...course, restarts: course.restarts + 1 }, trouble);
}

/**
 * The new rest of a person who has been quiet for a while in another pose or with another mouth than measured first:
 * then that was no rest (a smile at the start, a moved camera) and the clip starts over.
 */
function restElsewhere(
  state: Performing,
  recent: readonly FaceSample[],
  observation: FaceObservation,
): Neutral | undefined {
  const [first] = recent;
  const last = recent.at(-1);
  if (!isActiveAction(state.gesture.action) || state.restarts >= L.maxRestarts.value) return undefined;
  if (first === undefined || last === undefined || last.timeMs - first.timeMs < L.restMs.value)
    return undefined;
  if (troubleOf(observation, state.oval) !== undefined) return undefined;
  if (!recent.every(({ measures }) => strays(measures, state.gesture))) return undefined;
  const fresh = quietRest(recent);
  return fresh !== undefined && isNeutral(last.measures, fresh) ? fresh : undefined;
}

function strays(measures: FaceSample['measures'], gesture: GestureState): boolean {
  const { mouth, eyes } = gesture.neutral;
  const narrower = measures.mouth.width < mouth.width * (1 - L.restMouth.value);
  const wider =
    (measures.eyes.left + measures.eyes.right) / 2 > ((eyes.left + eyes.right) / 2) * (1 + L.restEyes.value);
  return narrower || wider || !isNeutral(measures, gesture.neutral);
}

function newest(samples: readonly FaceSample[], timeMs: number): readonly FaceSample[] {
  // One sample older than the span is kept, so that the span can be reached at any frame rate.
  const from = samples.findIndex((sample) => timeMs - sample.timeMs <= L.restMs.value);
  return samples.slice(Math.max(0, from - 1));
}
