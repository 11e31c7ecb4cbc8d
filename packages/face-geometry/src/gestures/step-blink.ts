import type { FaceSample } from '../model/face-measures.ts';
import { clamp } from '../model/statistics.ts';
import { coreOf, type GestureState } from './gesture-state.ts';
import { STRICTNESS_LEVELS, GESTURE_THRESHOLDS as T } from './gesture-thresholds.data.ts';
import { motionLevel } from './motion-level.ts';

/**
 * A blink: both eyes seen open, closed, and open again, all with the head near its neutral pose. Its length is taken
 * from the last open sample before to the first one after, so that one closed sample is enough at 8 frames a second
 * and a single stray one is not at 30. In the browser the eyes must stay open for a moment, so that the recorded clip,
 * which keeps fewer frames than were followed, shows them open too.
 */
export function stepBlink(state: GestureState, sample: FaceSample): GestureState {
  if (state.kind === 'done') return state;
  const { level, trusted } = motionLevel('video_selfie_eyes', sample.measures, state.neutral);
  const wanted = STRICTNESS_LEVELS[state.strictness];
  const now = sample.timeMs;
  const core = { ...coreOf(state), lastMs: now };
  const lost = state.lastMs !== undefined && now - state.lastMs > wanted.maxGapMs;
  if (!trusted || (lost && level > wanted.back))
    return { ...core, kind: 'waiting', since: undefined, progress: 0 };

  const open = level <= wanted.back;
  const lastOpen = lost ? undefined : state.since;
  if (state.kind === 'peaked' && open && !lost) {
    const backMs = state.backMs ?? now;
    const length = backMs - state.since;
    if (length >= T.blinkMinMs.value && length <= T.blinkMaxMs.value) {
      return now - backMs >= wanted.blinkOpenMs
        ? { ...core, kind: 'done', since: state.since, progress: 1 }
        : { ...core, kind: 'peaked', since: state.since, backMs, progress: 0.9 };
    }
  }
  if (open) return { ...core, kind: 'waiting', since: now, progress: 0 };
  // Eyes that were closed from the start, or for too long, must be seen open first.
  if (lastOpen === undefined || now - lastOpen > T.blinkMaxMs.value) {
    return { ...core, kind: 'waiting', since: undefined, progress: 0 };
  }
  const peak = Math.max(state.peak, level);
  if (level >= wanted.blinkPeak || state.kind === 'peaked') {
    return { ...core, peak, kind: 'peaked', since: lastOpen, backMs: undefined, progress: 0.75 };
  }
  return { ...core, peak, kind: 'moving', since: lastOpen, progress: 0.5 * clamp(level, 0, 1) };
}
