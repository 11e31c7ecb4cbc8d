import type { FaceTracker, TrackedFrame } from '../model/face-tracker.ts';

/** Hands every frame on unseen: the last link of the chain, for browsers in which no detector works. */
export function manualTracker(reason: string, onFrame: (frame: TrackedFrame) => void): FaceTracker {
  let open = true;
  return {
    kind: 'manual',
    reason,
    tracked: 0,
    skipped: 0,
    push: (frame) => {
      if (open) onFrame({ ...frame, observation: null });
      else frame.picture.close();
    },
    close: () => {
      open = false;
    },
  };
}
