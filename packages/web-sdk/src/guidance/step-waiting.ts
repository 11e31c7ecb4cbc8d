import {
  type FaceSample,
  GESTURE_THRESHOLDS,
  isNeutral,
  type Neutral,
  neutralOf,
  startGesture,
  stepGesture,
} from '@presence/face-geometry';
import { isActiveAction } from '@presence/protocol';
import type { FaceObservation } from '../model/face-observation.ts';
import type { GuidanceEffect, GuidanceEvent } from '../model/guidance-machine.ts';
import type { HintId } from '../model/hint-id.ts';
import { GUIDANCE_LIMITS as L } from './guidance-limits.data.ts';
import {
  actionOf,
  type Course,
  courseOf,
  failed,
  type Settling,
  type Step,
  type Waiting,
} from './guidance-state.ts';
import { sightingHint } from './sighting-hint.ts';
import { tellHint } from './telling.ts';
import { TROUBLES, type Trouble, troubleOf } from './trouble.ts';

/** Looking for a usable face, and measuring it at rest. */
export function stepWaiting(state: Waiting, event: GuidanceEvent): Step {
  const course = waited(state, event.timeMs);
  const code = outOfPatience(course);
  if (code !== undefined) {
    return failed(
      course,
      code,
      `No usable face for ${Math.round(course.waitedMs / 1000)} s; mostly: ${code}.`,
    );
  }
  if (event.kind === 'sighting' && state.kind !== 'settling') {
    // Told, but no cause of waiting: only what the tracker sees can fail a capture.
    const told = tellHint(course, sightingHint(event.sighting, course.oval));
    return { state: { ...state, ...told.course }, effects: told.effects };
  }
  if (event.kind !== 'observation') return { state: { ...state, ...course }, effects: [] };
  const trouble = troubleOf(event.observation, course.oval);
  if (trouble !== undefined) return correct(course, trouble);
  const sample = sampleOf(event.observation);
  if (sample === undefined) return correct(course, 'no_face');
  return state.kind === 'settling'
    ? settle({ ...state, ...course }, sample, event.observation.lookedAround)
    : settleAnew(course, sample, 'hold_still');
}

/** Tells what is wrong and waits for it to be put right. */
export function correct(course: Course, trouble: Trouble): Step {
  const told = tellHint(course, TROUBLES[trouble].hint);
  const kind = trouble === 'no_face' || trouble === 'many_faces' ? 'searching' : 'framing';
  return { state: { ...told.course, kind, trouble }, effects: told.effects };
}

/**
 * Starts, or starts anew, the clip of the current action with this sample.
 *
 * @param taken the sample's frame is the last one of another clip, so this one begins with the next: what the engine cannot
 *   see does not count.
 */
export function settleAnew(course: Course, sample: FaceSample, hint: HintId, taken = false): Step {
  const told = tellHint(course, hint);
  const record: GuidanceEffect = { kind: 'start_recording', action: actionOf(course), index: course.index };
  return {
    state: { ...told.course, kind: 'settling', sinceMs: sample.timeMs, samples: taken ? [] : [sample] },
    effects: [record, ...told.effects],
  };
}

export function sampleOf({ timeMs, faces }: FaceObservation): FaceSample | undefined {
  const [face] = faces;
  return face === undefined ? undefined : { timeMs, measures: face.measures };
}

/** The rest these samples show, if head and mouth were quiet in them. */
export function quietRest(samples: readonly FaceSample[]): Neutral | undefined {
  const neutral = neutralOf(samples);
  if (neutral === undefined) return undefined;
  const quiet = samples.filter((sample) => unrest(sample, neutral) <= 1);
  return quiet.length >= samples.length * L.quietShare.value ? neutral : undefined;
}

function settle(state: Settling, sample: FaceSample, lookedAround: boolean): Step {
  const course = courseOf(state);
  const samples = [...state.samples, sample];
  const [first] = samples;
  const spanMs = sample.timeMs - state.sinceMs;
  const restless = (): Step =>
    settleAnew({ ...course, causes: plus(course.causes, 'unsteady', spanMs) }, sample, 'hold_still');

  const middle = neutralOf(samples);
  if (middle !== undefined && first !== undefined) {
    // A clip must begin at rest; one that began before the head had come to rest is given up at once.
    if (unrest(first, middle) > 1 || unrest(sample, middle) > L.brokenUnrest.value) return restless();
  }
  // A slow device gives few samples in that time; it needs longer, not another start. And nothing is asked of anybody
  // before it is known whether they are alone.
  const measured =
    spanMs >= settlingMs(course, sample) && samples.length >= GESTURE_THRESHOLDS.neutralMinSamples.value;
  if (!measured || !lookedAround) {
    const told = tellHint(course, 'hold_still');
    return { state: { ...state, ...told.course, samples }, effects: told.effects };
  }
  const neutral = quietRest(samples);
  if (neutral === undefined || !isNeutral(sample.measures, neutral)) return restless();
  return instruct(course, neutral, samples);
}

/** A rest that is not the known one has to last, or a gesture held for a moment would pass for it. */
function settlingMs(course: Course, sample: FaceSample): number {
  if (!isActiveAction(actionOf(course))) return L.leadMs.value;
  return course.rest !== null && isNeutral(sample.measures, course.rest) ? L.leadMs.value : L.restMs.value;
}

function instruct(course: Course, neutral: Neutral, samples: readonly FaceSample[]): Step {
  const action = actionOf(course);
  const active = isActiveAction(action);
  const told = tellHint({ ...course, rest: active ? neutral : course.rest }, action, 'now');
  // Holding still has already begun while the rest was measured; a movement made before it was asked for does not count.
  const begun = startGesture(action, neutral);
  const gesture = active ? begun : samples.reduce((state, sample) => stepGesture(state, sample), begun);
  const now = course.lastMs;
  return {
    state: { ...told.course, kind: 'performing', sinceMs: now, gesture, goodMs: now, recent: [] },
    effects: [...told.effects, { kind: 'progress', action, index: course.index, progress: course.progress }],
  };
}

function waited(state: Waiting, timeMs: number): Course {
  const course = courseOf(state);
  const passedMs = timeMs - course.lastMs;
  return {
    ...course,
    lastMs: timeMs,
    waitedMs: course.waitedMs + passedMs,
    causes: state.kind === 'settling' ? course.causes : plus(course.causes, state.trouble, passedMs),
  };
}

function outOfPatience({ waitedMs, causes, limits }: Course) {
  // A longer or no limit holds for company too.
  const manyFacesMs = (L.manyFacesMs.value / L.waitMs.value) * limits.faceMs;
  if ((causes.many_faces ?? 0) >= manyFacesMs) return TROUBLES.many_faces.code;
  if (waitedMs < limits.faceMs) return undefined;
  return TROUBLES[longest(causes)].code;
}

function longest(causes: Course['causes']): Trouble {
  // The keys are those of `Trouble`; Object.keys only knows strings.
  const troubles = Object.keys(causes) as Trouble[];
  return troubles.reduce<Trouble>((a, b) => ((causes[b] ?? 0) > (causes[a] ?? 0) ? b : a), 'no_face');
}

function plus(causes: Course['causes'], trouble: Trouble, ms: number): Course['causes'] {
  return { ...causes, [trouble]: (causes[trouble] ?? 0) + ms };
}

/** How far a sample is from the rest; up to 1 is quiet. */
function unrest({ measures: { pose, mouth } }: FaceSample, neutral: Neutral): number {
  const turned = Math.max(Math.abs(pose.yaw - neutral.pose.yaw), Math.abs(pose.pitch - neutral.pose.pitch));
  const drawn = Math.abs(mouth.width / neutral.mouth.width - 1);
  return Math.max(turned / L.quietDegrees.value, drawn / L.quietMouth.value);
}
