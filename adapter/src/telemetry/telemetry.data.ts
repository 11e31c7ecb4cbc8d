/** Batches of telemetry one session may send in any minute. The SDK sends one every three seconds at most, and a few at its end;
 * ours, 2026-11-23. */
export const BATCHES_A_MINUTE = 120;
