import type { VideoAction } from '@presence/protocol';
import type { GuidanceEffect } from '../model/guidance-machine.ts';
import type { HintId } from '../model/hint-id.ts';
import { GUIDANCE_LIMITS as L } from './guidance-limits.data.ts';
import type { Course } from './guidance-state.ts';

export interface Told {
  readonly course: Course;
  readonly effects: readonly GuidanceEffect[];
}

/**
 * Shows a hint unless the one on the screen is too young to be replaced; it is asked for again with the next frame.
 * An instruction does not wait: the time for the gesture is running.
 */
export function tellHint(course: Course, hint: HintId | null, urgency: 'calm' | 'now' = 'calm'): Told {
  const { shown, sinceMs } = course.hint;
  const young = shown !== null && course.lastMs - sinceMs < L.hintMs.value;
  if (hint === shown || (young && urgency === 'calm')) return { course, effects: [] };
  return {
    course: { ...course, hint: { shown: hint, sinceMs: course.lastMs } },
    effects: [{ kind: 'hint', hint }],
  };
}

/** Reports progress when it has grown enough to be seen. */
export function tellProgress(course: Course, action: VideoAction, progress: number): Told {
  const grown = progress >= course.progress + L.progressStep.value || (progress === 1 && course.progress < 1);
  if (!grown) return { course, effects: [] };
  return {
    course: { ...course, progress },
    effects: [{ kind: 'progress', action, index: course.index, progress }],
  };
}
