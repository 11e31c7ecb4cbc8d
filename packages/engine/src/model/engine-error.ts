/** What went wrong, as a stable word. Oz error numbers and HTTP statuses are decided in one table, `api/error-table.data.ts`. */
export type EngineErrorCode =
  | 'analysis_type_unsupported'
  | 'auth_expired'
  | 'auth_forbidden'
  | 'auth_invalid'
  | 'auth_not_provided'
  | 'body_too_large'
  | 'busy'
  | 'config_invalid'
  | 'conflict'
  | 'container_damaged'
  | 'container_media_missing'
  | 'container_missing'
  | 'container_payload_missing'
  | 'container_unreadable'
  | 'data_in_use'
  | 'database_failed'
  | 'file_too_large'
  | 'idempotency_conflict'
  | 'internal'
  | 'invalid_structure'
  | 'invalid_type'
  | 'invalid_value'
  | 'login_throttled'
  | 'media_unsupported'
  | 'method_not_allowed'
  | 'not_found'
  | 'port_in_use'
  | 'shutting_down'
  | 'storage_failed'
  | 'storage_full'
  | 'too_many_files'
  | 'upload_aborted';

export interface EngineErrorOptions {
  readonly cause?: unknown;
  /** Machine-readable particulars for the client. Never a token, never media. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The one error class of this package. `message` says what is wrong, where, and what to do about it. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: EngineErrorCode, message: string, options: EngineErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details;
  }
}
