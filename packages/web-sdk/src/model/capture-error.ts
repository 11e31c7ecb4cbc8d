import type { ErrorCode } from '@presence/protocol';

export interface CaptureErrorOptions {
  /** Facts an integrator can use, e.g. `{ action: 'video_selfie_left' }`. Never frames, tokens or personal data. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The one error class of the SDK. `code` is stable and listed in docs/error-codes.md; it is what `on_error` gets. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';
  readonly code: ErrorCode;
  readonly context: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: CaptureErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.context = options.context ?? {};
  }
}

/** Any thrown value as a CaptureError; what is not one already becomes `internal_error` with its cause kept. */
export function toCaptureError(thrown: unknown): CaptureError {
  if (thrown instanceof CaptureError) return thrown;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return new CaptureError('internal_error', `The capture stopped unexpectedly: ${reason}`, { cause: thrown });
}
