/** Milliseconds put between the last picture of one capture and the first of the next. */
const GAP_MS = 1000;

/**
 * Whole milliseconds that rise from call to call, as the detector wants them, while a capture's own times start from zero
 * again with every capture. Within one capture distances are kept.
 */
export function risingClock(): (timeMs: number) => number {
  let offsetMs = 0;
  let lastMs = 0;
  return (timeMs) => {
    const wholeMs = Math.round(timeMs);
    if (wholeMs + offsetMs < lastMs - GAP_MS / 2) offsetMs = lastMs + GAP_MS - wholeMs;
    lastMs = Math.max(lastMs + 1, wholeMs + offsetMs);
    return lastMs;
  };
}
