/** Frames kept per second: dense enough for a blink of a quarter second, at most 150 in ten seconds. */
const KEPT_PER_SECOND = 15;
const SPACING_MS = 1000 / KEPT_PER_SECOND;
/** A frame this much early is on time: cameras jitter. */
const TOLERANCE_MS = 8;
/** Frames that a stalled page hands out at once are no new moment; the engine believes no camera such times. */
const LEAST_GAP_MS = 10;

/** Picks frames so that on average the wanted number per second is kept, whatever the camera's rate. */
export interface FramePacer {
  /** Whether the frame taken at this time is to be kept. */
  keeps(timeMs: number): boolean;
  reset(): void;
}

export function framePacer(): FramePacer {
  let dueMs: number | undefined;
  let keptMs = Number.NEGATIVE_INFINITY;
  return {
    keeps: (timeMs) => {
      if (timeMs - keptMs < LEAST_GAP_MS) return false;
      if (dueMs !== undefined && timeMs + TOLERANCE_MS < dueMs) return false;
      keptMs = timeMs;
      // A late frame leaves the next one's time where it was, but at most one is caught up with.
      dueMs = Math.max(dueMs ?? timeMs, timeMs - SPACING_MS) + SPACING_MS;
      return true;
    },
    reset: () => {
      dueMs = undefined;
      keptMs = Number.NEGATIVE_INFINITY;
    },
  };
}
