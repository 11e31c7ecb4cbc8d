/** Numbers of the session store, ours, 2026-11-22. */

/** A lease untouched this long (ms) belongs to a dead process. Six missed touches. */
export const LEASE_STALE_MS = 60_000;
export const LEASE_TOUCH_MS = 10_000;

/** An incoming file this old (ms) belongs to an upload that can no longer be running. */
export const ORPHAN_INCOMING_MS = 60 * 60_000;

/** How often old sessions are looked for, ms. */
export const SWEEP_EVERY_MS = 60_000;

/** Refused containers one session may send before it is closed. */
export const MAX_REFUSED_UPLOADS = 5;

/** Bytes of the nonce and of the signing secret; 128 bits is the floor for a nonce (OWASP ASVS 5.0, 7.2.3). */
export const NONCE_BYTES = 32;
export const SECRET_BYTES = 32;

export const TOKEN_ISSUER = 'presence-adapter';
export const TOKEN_AUDIENCE = 'presence-capture';
