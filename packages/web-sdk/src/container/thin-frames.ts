/** Milliseconds at the start of a clip that are never thinned: the engine measures neutral there. */
const LEAD_IN_MS = 600;

/**
 * Makes room in a full clip: of the older half after the lead-in every second frame goes, so that waiting gets coarser
 * and the latest movement stays dense. The kept index survives.
 *
 * @returns the indices to keep, rising.
 */
export function thinnedIndices(timesMs: readonly number[], keep: number): readonly number[] {
  const startMs = timesMs[0] ?? 0;
  const firstThinned = timesMs.findIndex((timeMs) => timeMs - startMs > LEAD_IN_MS);
  const from = firstThinned === -1 ? timesMs.length : firstThinned;
  const half = from + Math.floor((timesMs.length - from) / 2);
  return timesMs
    .map((_, index) => index)
    .filter((index) => index < from || index >= half || index === keep || (index - from) % 2 === 0);
}
