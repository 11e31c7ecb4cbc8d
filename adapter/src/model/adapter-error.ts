import type { ErrorCode } from '@presence/protocol';

export interface AdapterErrorOptions {
  readonly cause?: unknown;
  /** What the integrator may read in the reply; never a secret. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Becomes the `Retry-After` header. */
  readonly retryAfterSeconds?: number;
  /** Overrides the session the request was bound to. */
  readonly eventSessionId?: string;
}

/**
 * The only error the adapter throws across a stage. `code` is stable; the HTTP status is decided in http/ alone.
 * The message says what is wrong, where, and what to do; it reaches the page.
 */
export class AdapterError extends Error {
  override readonly name = 'AdapterError';
  readonly code: ErrorCode;
  readonly context: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;
  readonly eventSessionId: string | undefined;

  constructor(code: ErrorCode, message: string, options: AdapterErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.context = options.context ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.eventSessionId = options.eventSessionId;
  }
}
