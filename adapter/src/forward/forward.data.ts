/** Numbers of the delivery to the backend; ours, 2026-11-22. */

/** First and longest pause between two attempts, ms; each doubles the one before, the upper half of it at random. The
 * longest is short because a person may be waiting, and a call that is refused costs next to nothing. */
export const RETRY_FIRST_MS = 500;
export const RETRY_MAX_MS = 15_000;

/** The longest a backend may put us off for by Retry-After, ms: a slip of its operator must not outlast the capture. */
export const RETRY_AFTER_MAX_MS = 300_000;

/** First pause between two looks at a running analysis, ms, and its growth, which keeps a pause near a tenth of the time
 * waited so far: a verdict is seen soon and a long analysis is not pestered. Ends at the configured polling interval. */
export const POLL_FIRST_MS = 100;
export const POLL_GROWTH = 1.1;

/** Seconds a backend is asked to hold its answer back while analyses run; short, so that a stop or a cut line is noticed. */
export const ANALYSIS_WAIT_S = 5;

/** A token is refreshed when this much of its life is left, ms. Oz sessions of ordinary users last 15 minutes. */
export const TOKEN_MARGIN_MS = 60_000;

/** Used when a login says nothing of its lifetime, ms (OZ_SESSION_TTL, 15 minutes). */
export const TOKEN_LIFE_MS = 15 * 60_000;

/** Time allowed for sending, on top of the call's own timeout: one second for each this many bytes. */
export const UPLOAD_BYTES_PER_SECOND = 256 * 1024;

/** A JSON answer of the backend is a few KiB; one this long is none. */
export const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** How often the store is searched for captures other processes left behind, ms. */
export const RESCAN_EVERY_MS = 15_000;

/** A capture accepted this lately (ms) is still on its way from the process that took it to that process' delivery. */
export const JUST_ACCEPTED_MS = 2_000;

/** A pause longer than this is spent without holding the session's lease, ms. */
export const LONG_WAIT_MS = 2_000;

/** Sessions followed at once, for each upload slot; the others wait their turn. */
export const FOLLOWED_PER_SLOT = 16;
