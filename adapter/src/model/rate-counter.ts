/** Counts calls in fixed windows that begin with the first call. */
export interface RateCounter {
  /** One more call of `key`. Answers how many there were in its window and how long that still lasts, ms. */
  count(key: string, windowMs: number): Promise<{ readonly calls: number; readonly leftMs: number }>;
}
