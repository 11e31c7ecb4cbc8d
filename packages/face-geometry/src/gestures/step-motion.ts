import type { ActiveAction } from '@presence/protocol';
import type { FaceSample } from '../model/face-measures.ts';
import { clamp } from '../model/statistics.ts';
import { coreOf, type GestureState } from './gesture-state.ts';
import { STRICTNESS_LEVELS, GESTURE_THRESHOLDS as T } from './gesture-thresholds.data.ts';
import { motionLevel } from './motion-level.ts';

/** Share of the progress shown when the threshold is reached; the way back is the rest. */
const PEAK_PROGRESS = 0.75;

/** Turns, nods and smiles: out to the threshold, there for a moment, and back. */
export function stepMotion(state: GestureState, action: ActiveAction, sample: FaceSample): GestureState {
  if (state.kind === 'done') return state;
  const { level, trusted } = motionLevel(action, sample.measures, state.neutral);
  const wanted = STRICTNESS_LEVELS[state.strictness];
  const now = sample.timeMs;
  const reached = trusted ? level : 0;
  const core = { ...coreOf(state), lastMs: now, peak: Math.max(state.peak, reached) };

  if (state.kind === 'peaked') {
    if (level <= wanted.back) return { ...core, kind: 'done', since: state.since, progress: 1 };
    const wayBack = clamp((wanted.peak - level) / (wanted.peak - wanted.back), 0, 1);
    return {
      ...core,
      kind: 'peaked',
      since: state.since,
      backMs: undefined,
      progress: PEAK_PROGRESS + (1 - PEAK_PROGRESS) * wayBack,
    };
  }
  const progress = PEAK_PROGRESS * clamp(reached / wanted.peak, 0, 1);
  if (reached < T.moveLevel.value) return { ...core, kind: 'waiting', since: undefined, progress };
  if (reached < wanted.peak) return { ...core, kind: 'moving', since: undefined, progress };
  const interrupted = state.lastMs === undefined || now - state.lastMs > wanted.maxGapMs;
  const since = state.kind === 'moving' && !interrupted ? (state.since ?? now) : now;
  const dwelt = now - since >= T.peakDwellMs.value;
  return dwelt
    ? { ...core, kind: 'peaked', since, backMs: undefined, progress }
    : { ...core, kind: 'moving', since, progress };
}
