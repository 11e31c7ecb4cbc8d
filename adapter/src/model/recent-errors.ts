import type { ErrorCode } from '@presence/protocol';

/** One error reply, or failed attempt to deliver a capture, as `/debug.php` lists it. */
export interface RecentError {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly eventSessionId: string;
  /** `POST /init.php`; no query, which may hold personal data. `delivery`: no call of a page. */
  readonly request: string;
}

/** Bounded record of the latest errors. */
export interface RecentErrors {
  record(error: RecentError): void;
  /** Newest first. */
  list(): readonly RecentError[];
}
