import { ACTIVE_ACTIONS, isActiveAction, type VideoAction } from '@presence/protocol';
import type { FaceSample } from '../model/face-measures.ts';
import { startGesture, stepGesture } from './gesture.ts';
import type { GestureState } from './gesture-state.ts';
import { GESTURE_THRESHOLDS as T } from './gesture-thresholds.data.ts';
import { firstNeutral, type Neutral, neutralOf } from './neutral.ts';

export interface GestureFinding {
  /** Whether the clip shows the asked action. */
  readonly performed: boolean;
  /** Highest level reached: 1 is the threshold that guides in the browser, 0 the neutral. */
  readonly peak: number;
  /** Where the recogniser ended; undefined when the clip shows no neutral to measure against. */
  readonly state: GestureState | undefined;
  /** Every active gesture the clip shows, asked for or not. */
  readonly seen: readonly VideoAction[];
  readonly neutral: Neutral | undefined;
}

/**
 * Runs the recogniser over a finished clip with the strictness of the engine. Gestures are measured against the face with
 * which the clip begins: what begins turned away shows none. A turn, nod or smile counts when its threshold was held, even
 * if the clip ends before the way back; a blink needs the eyes to open again.
 */
export function recogniseGesture(action: VideoAction, samples: readonly FaceSample[]): GestureFinding {
  const first = openingNeutral(samples);
  // A face may come from anywhere and then be held. Not so for a gesture: of somebody who rests aside the frontal samples
  // are those at its peak, and against a peak the way back to rest is the opposite gesture.
  const neutral = isActiveAction(action) ? first : (first ?? neutralOf(samples));
  if (neutral === undefined) return { performed: false, peak: 0, state: undefined, seen: [], neutral };
  const state = endState(action, samples, neutral);
  return {
    performed: counts(state),
    peak: state.peak,
    state,
    seen:
      first === undefined
        ? []
        : ACTIVE_ACTIONS.filter((candidate) => counts(endState(candidate, samples, first))),
    neutral,
  };
}

function endState(action: VideoAction, samples: readonly FaceSample[], neutral: Neutral): GestureState {
  return samples.reduce(stepGesture, startGesture(action, neutral, 'verify'));
}

function counts(state: GestureState): boolean {
  return state.kind === 'done' || (state.kind === 'peaked' && state.action !== 'video_selfie_eyes');
}

/** Neutral of the lead-in; of its very first samples when the gesture begins within it. */
function openingNeutral(samples: readonly FaceSample[]): Neutral | undefined {
  const start = samples[0]?.timeMs ?? 0;
  const lead = samples.filter((sample) => sample.timeMs - start <= T.neutralLeadMs.value);
  return (moves(lead) ? undefined : neutralOf(lead)) ?? firstNeutral(samples);
}

function moves(samples: readonly FaceSample[]): boolean {
  const range = (angles: readonly number[]) => Math.max(...angles) - Math.min(...angles);
  const poses = samples.map((sample) => sample.measures.pose);
  const widest = Math.max(range(poses.map((pose) => pose.yaw)), range(poses.map((pose) => pose.pitch)));
  return widest > 2 * T.neutralSpread.value;
}
