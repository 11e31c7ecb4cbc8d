/** Frames kept per second: dense enough for a blink of a quarter second, at most 150 in ten seconds. */
const KEPT_PER_SECOND = 15;
const SPACING_MS = 1000 / KEPT_PER_SECOND;
/** A frame this much early is on time: cameras jitter. */
const TOLERANCE_MS = 8;

/** Picks frames so that on average the wanted number per second is kept, whatever the camera's rate. */
export interface FramePacer {
  /** Whether the frame taken at this time is to be kept. */
  keeps(timeMs: number): boolean;
  reset(): void;
}

export function framePacer(): FramePacer {
  let dueMs: number | undefined;
  return {
    keeps: (timeMs) => {
      if (dueMs !== undefined && timeMs + TOLERANCE_MS < dueMs) return false;
      // A late frame leaves the next one's time where it was, but at most one is caught up with.
      dueMs = Math.max(dueMs ?? timeMs, timeMs - SPACING_MS) + SPACING_MS;
      return true;
    },
    reset: () => {
      dueMs = undefined;
    },
  };
}
