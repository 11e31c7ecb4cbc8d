import {
  POLL_FIRST_MS,
  POLL_GROWTH,
  RETRY_AFTER_MAX_MS,
  RETRY_FIRST_MS,
  RETRY_MAX_MS,
} from './forward.data.ts';

/**
 * Pause before the next attempt, ms: doubles from half a second to a quarter of a minute, the upper half of it at random so that
 * captures that failed together do not come back together. `random` is in [0, 1).
 */
export function retryDelay(attempts: number, random: number, retryAfterSeconds = 0): number {
  const full = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** Math.max(0, attempts - 1));
  const asked = Math.min(RETRY_AFTER_MAX_MS, retryAfterSeconds * 1000);
  return Math.max(asked, Math.round(full * (0.5 + random / 2)));
}

/** Pause before the next look at a running analysis, ms: short at first, at most the configured interval. */
export function pollDelay(polls: number, intervalMs: number): number {
  return Math.round(Math.min(intervalMs, POLL_FIRST_MS * POLL_GROWTH ** polls));
}
