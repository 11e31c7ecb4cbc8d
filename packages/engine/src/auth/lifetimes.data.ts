const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** Lifetimes in milliseconds, with where each comes from. */
export const LIFETIMES = {
  /** Ours, 2026-11-22: how long after its end a session may still be refreshed. */
  refreshGraceMs: 12 * 60 * MINUTE_MS,
  /** Ours, 2026-11-22: failed log-ins of one address within this window before it is told to wait. */
  loginWindowMs: 15 * MINUTE_MS,
} as const;

/**
 * Ours, 2026-11-22: a session's end is written anew once this share of its lifetime has passed (30 s of 15 min), to
 * spare the database a write a request.
 */
export const SLIDE_SHARE = 1 / 30;

/** Ours, 2026-11-22. */
export const MAX_FAILED_LOGINS = 10;
/** Addresses the throttle remembers; the oldest is forgotten first. */
export const MAX_THROTTLED_ADDRESSES = 10_000;
