import { ACTIVE_ACTIONS, type VideoAction } from '@presence/protocol';
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
 * Runs the recogniser over a finished clip with the strictness of the engine. Without a neutral it is taken from the
 * first samples of the clip. A turn, nod or smile counts when its threshold was held, even if the clip ends before the
 * way back; a blink needs the eyes to open again.
 */
export function recogniseGesture(
  action: VideoAction,
  samples: readonly FaceSample[],
  neutral: Neutral | undefined = clipNeutral(samples),
): GestureFinding {
  if (neutral === undefined) return { performed: false, peak: 0, state: undefined, seen: [], neutral };
  const state = endState(action, samples, neutral);
  return {
    performed: counts(state),
    peak: state.peak,
    state,
    seen: ACTIVE_ACTIONS.filter((candidate) => counts(endState(candidate, samples, neutral))),
    neutral,
  };
}

function endState(action: VideoAction, samples: readonly FaceSample[], neutral: Neutral): GestureState {
  return samples.reduce(stepGesture, startGesture(action, neutral, 'verify'));
}

function counts(state: GestureState): boolean {
  return state.kind === 'done' || (state.kind === 'peaked' && state.action !== 'video_selfie_eyes');
}

/**
 * Neutral of the lead-in; of its very first samples when the gesture begins within it; of the whole clip only when it
 * begins turned away, because most of a short clip may show the gesture.
 */
function clipNeutral(samples: readonly FaceSample[]): Neutral | undefined {
  const start = samples[0]?.timeMs ?? 0;
  const lead = samples.filter((sample) => sample.timeMs - start <= T.neutralLeadMs.value);
  return (moves(lead) ? undefined : neutralOf(lead)) ?? firstNeutral(samples) ?? neutralOf(samples);
}

function moves(samples: readonly FaceSample[]): boolean {
  const range = (angles: readonly number[]) => Math.max(...angles) - Math.min(...angles);
  const poses = samples.map((sample) => sample.measures.pose);
  const widest = Math.max(range(poses.map((pose) => pose.yaw)), range(poses.map((pose) => pose.pitch)));
  return widest > 2 * T.neutralSpread.value;
}
