import type { OpenOptions } from '../model/capture-options.ts';
import type { TimeLimits } from '../model/guidance-machine.ts';

/** The page's `time_limits` as the guidance takes them; absent ones stay absent. */
export function timeLimits(wanted: OpenOptions['time_limits']): TimeLimits {
  return {
    ...(wanted?.face_ms === undefined ? {} : { faceMs: wanted.face_ms }),
    ...(wanted?.gesture_ms === undefined ? {} : { gestureMs: wanted.gesture_ms }),
  };
}
