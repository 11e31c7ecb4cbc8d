import { isActiveAction, type VideoAction } from '@presence/protocol';
import type { FaceSample } from '../model/face-measures.ts';
import type { GestureState, Strictness } from './gesture-state.ts';
import { HOLD_MS } from './gesture-thresholds.data.ts';
import type { Neutral } from './neutral.ts';
import { stepBlink } from './step-blink.ts';
import { type HoldAction, stepHold } from './step-hold.ts';
import { stepMotion } from './step-motion.ts';

/** A gesture that has not begun. */
export function startGesture(
  action: VideoAction,
  neutral: Neutral,
  strictness: Strictness = 'guide',
): GestureState {
  return {
    kind: 'waiting',
    action,
    neutral,
    strictness,
    progress: 0,
    peak: 0,
    lastMs: undefined,
    since: undefined,
  };
}

/** The state after one more sample. Pure; times must not fall. A sample that is not newer changes nothing. */
export function stepGesture(state: GestureState, sample: FaceSample): GestureState {
  if (state.lastMs !== undefined && sample.timeMs <= state.lastMs) return state;
  const { action } = state;
  if (isHold(action)) return stepHold(state, action, sample);
  if (action === 'video_selfie_eyes') return stepBlink(state, sample);
  return isActiveAction(action) ? stepMotion(state, action, sample) : state;
}

function isHold(action: VideoAction): action is HoldAction {
  return action in HOLD_MS;
}
