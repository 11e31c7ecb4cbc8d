import type { FaceFrame } from '../model/clip-evidence.ts';
import type { InspectionTasks } from '../model/frame-vision.ts';
import { spread } from '../model/spread.ts';

export interface InspectionPlan {
  readonly shown: FaceFrame;
  readonly tasks: InspectionTasks;
}

/** Degrees from frontal within which the heavy models are at their best: what they were trained on. */
const FRONTAL_DEGREES = 20;

/**
 * Which frames the heavy models see: `live` frames spread over the frontal ones (over all when too few are), and the
 * most frontal frame of each of `identity` equal parts of the clip. The longest work comes first, so that no worker is left
 * with it at the end.
 */
export function planInspection(
  shown: readonly FaceFrame[],
  counts: { readonly live: number; readonly identity: number },
): InspectionPlan[] {
  const frontal = shown.filter((frame) => offFrontal(frame) <= FRONTAL_DEGREES);
  const live = new Set(spread(frontal.length >= counts.live ? frontal : shown, counts.live));
  const identity = new Set(mostFrontalOfParts(shown, counts.identity));
  return shown
    .filter((frame) => live.has(frame) || identity.has(frame))
    .map((frame) => ({ shown: frame, tasks: { live: live.has(frame), embedding: identity.has(frame) } }))
    .sort((a, b) => Number(b.tasks.embedding) - Number(a.tasks.embedding));
}

function mostFrontalOfParts(shown: readonly FaceFrame[], parts: number): FaceFrame[] {
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * shown.length) / parts);
    const to = Math.floor(((part + 1) * shown.length) / parts);
    return shown
      .slice(from, to)
      .reduce<FaceFrame | undefined>(
        (best, frame) => (best === undefined || offFrontal(frame) < offFrontal(best) ? frame : best),
        undefined,
      );
  }).filter((frame): frame is FaceFrame => frame !== undefined);
}

function offFrontal({ face }: FaceFrame): number {
  const { yaw, pitch } = face.measures.pose;
  return Math.hypot(yaw, pitch);
}
