/**
 * From which confidence on a face counts as that of a person in a collection. The confidence is that of face matching
 * (BIOMETRY in biometry-threshold.data.ts).
 * Origin: 0.85 is the API's documented threshold. Every further person is one more chance of a false match, so large
 * collections want more; `params.decision_threshold` sets it. Date: 2026-11-22.
 */
export const COLLECTION = {
  threshold: 0.85,
  /** Persons named in a result. */
  count: 10,
} as const;
