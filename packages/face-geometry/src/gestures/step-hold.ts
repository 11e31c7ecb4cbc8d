import type { FaceMeasures, FaceSample } from '../model/face-measures.ts';
import { coreOf, type GestureState } from './gesture-state.ts';
import { HOLD_MS, STRICTNESS_LEVELS, GESTURE_THRESHOLDS as T } from './gesture-thresholds.data.ts';
import type { Neutral } from './neutral.ts';

export type HoldAction = keyof typeof HOLD_MS;

/** Actions without movement: the face looks at the camera for the asked time, without a gap. */
export function stepHold(state: GestureState, action: HoldAction, sample: FaceSample): GestureState {
  if (state.kind === 'done') return state;
  const now = sample.timeMs;
  const { holdShare, maxGapMs } = STRICTNESS_LEVELS[state.strictness];
  const wantedMs = HOLD_MS[action] * holdShare;
  const core = { ...coreOf(state), lastMs: now };
  if (!looksAtCamera(sample.measures, state.neutral)) {
    return { ...core, kind: 'waiting', since: undefined, progress: 0 };
  }
  const gap = state.lastMs !== undefined && now - state.lastMs > maxGapMs;
  const since = gap || state.since === undefined ? now : state.since;
  const peak = Math.max(state.peak, (now - since) / HOLD_MS[action]);
  if (now - since >= wantedMs) return { ...core, peak, kind: 'done', since, progress: 1 };
  return { ...core, peak, kind: 'moving', since, progress: (now - since) / wantedMs };
}

function looksAtCamera({ pose }: FaceMeasures, neutral: Neutral): boolean {
  return (
    Math.abs(pose.yaw - neutral.pose.yaw) <= T.holdYaw.value &&
    Math.abs(pose.pitch - neutral.pose.pitch) <= T.holdPitch.value
  );
}
