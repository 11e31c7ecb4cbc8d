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
  let dueMs = Number.NEGATIVE_INFINITY;
  return {
    keeps: (timeMs) => {
      if (timeMs + TOLERANCE_MS < dueMs) return false;
      dueMs = Math.max(dueMs, timeMs - SPACING_MS) + SPACING_MS;
      return true;
    },
    reset: () => {
      dueMs = Number.NEGATIVE_INFINITY;
    },
  };
}
