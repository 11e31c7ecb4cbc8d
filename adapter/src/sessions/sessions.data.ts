/** Numbers of the session store, ours, 2026-11-22. */

/** What a process holds belongs to a dead one when that has been silent this long (ms). Six missed touches. */
export const LEASE_STALE_MS = 60_000;
export const LEASE_TOUCH_MS = 10_000;

/**
 * Waiting for another process' write, which takes milliseconds: the longest pause between two tries (ms), at every which of them
 * it is asked whether the holder lives, and when (ms) the caller is told to come again.
 */
export const LOCK_PAUSE_MS = 8;
export const LOCK_LOOK_EVERY = 4;
export const LOCK_WAIT_MS = 30_000;

/** An incoming file this old (ms) belongs to an upload that can no longer be running. */
export const ORPHAN_INCOMING_MS = 60 * 60_000;

/** Bytes of the disk left to what was accepted before: a step of a delivery rewrites a session, some kilobytes. Ours, 2026-11-23. */
export const RESERVED_BYTES = 16 * 1024 * 1024;

/** How often old sessions are looked for, ms. */
export const SWEEP_EVERY_MS = 60_000;

/** Refused containers one session may send before it is closed. */
export const MAX_REFUSED_UPLOADS = 5;

/** Bytes of the nonce and of the signing secret; 128 bits is the floor for a nonce (OWASP ASVS 5.0, 7.2.3). */
export const NONCE_BYTES = 32;
export const SECRET_BYTES = 32;

export const TOKEN_ISSUER = 'presence-adapter';
export const TOKEN_AUDIENCE = 'presence-capture';

/** Redis: time to connect and for one command, ms; tries of a command before it is given up (about 1.5 s of pauses growing by
 * 100 ms), and the longest pause between two. A page that waits is told sooner than it gives up itself. */
export const REDIS_CONNECT_MS = 5_000;
export const REDIS_COMMAND_MS = 5_000;
export const REDIS_TRIES = 5;
export const REDIS_RETRY_MAX_MS = 1_000;

/** A lease in Redis ends by itself this long after its last touch, ms: three missed touches. */
export const REDIS_LEASE_MS = 15_000;
export const REDIS_LEASE_TOUCH_MS = 5_000;

/** Processes that change one session at the same moment are few; this many lost races in a row are a fault. */
export const MAX_REPLACE_TRIES = 100;
