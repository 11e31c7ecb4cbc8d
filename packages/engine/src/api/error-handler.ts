import { EVENT_SESSION_HEADER, eventSessionIdOf } from '@presence/protocol';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { EngineError, type EngineErrorCode } from '../model/engine-error.ts';
import type { Log } from '../model/log.ts';
import { ERROR_TABLE } from './error-table.data.ts';

const RETRY_AFTER_SECONDS = 5;
/** Whose messages are for the log alone. */
const HIDDEN: readonly EngineErrorCode[] = ['internal', 'storage_failed', 'database_failed'];

/** Turns whatever a handler threw into the error envelope; the only place that knows HTTP statuses. */
export function createErrorHandler(log: Log): ErrorRequestHandler {
  return (thrown, req, res, next) => {
    if (res.headersSent) {
      next(thrown);
      return;
    }
    const error = toEngineError(thrown);
    const { status, oz } = ERROR_TABLE[error.code];
    const event_session_id = eventSessionIdOf(req.headers[EVENT_SESSION_HEADER]);
    if (status >= 500) log.error({ err: error, request_id: req.id, event_session_id }, 'request failed');
    if (status === 503) res.set('Retry-After', String(RETRY_AFTER_SECONDS));
    const wait = error.details?.retry_after_seconds;
    if (typeof wait === 'number') res.set('Retry-After', String(wait));
    // What is left of an upload that was refused half-way is not worth reading to keep the connection.
    if (!req.complete) res.set('Connection', 'close');
    const hidden = HIDDEN.includes(error.code);
    res.status(status).json({
      error_code: oz,
      error_message: hidden ? 'Unknown server side error occurred' : error.message,
      details: { code: error.code, ...error.details },
    });
  };
}

/** Answer to any path that is not in the route table. */
export const unknownPath: RequestHandler = (req) => {
  throw new EngineError('not_found', `There is nothing at ${req.path}.`);
};

/** What express and its parsers throw carries a `status` and often a `type` (http-errors). */
function toEngineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineError) return thrown;
  if (isOfDatabase(thrown))
    return new EngineError('database_failed', 'The database refused a statement.', { cause: thrown });
  const status = statusOf(thrown);
  const options = { cause: thrown };
  if (status === 413) return new EngineError('body_too_large', 'The JSON body is too large.', options);
  if (status === 415)
    return new EngineError('invalid_type', 'The encoding of the body is not supported; send UTF-8.', options);
  if (status !== undefined && status < 500)
    return new EngineError(
      'invalid_structure',
      'The request cannot be read: malformed JSON or URL.',
      options,
    );
  return new EngineError('internal', 'Unexpected fault in the engine.', options);
}

/** Errors of the two drivers: libsql names its class, pg gives the severity that the server sent. */
function isOfDatabase(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === 'SqliteError' || 'severity' in thrown);
}

function statusOf(thrown: unknown): number | undefined {
  const status = thrown instanceof Error && 'status' in thrown ? thrown.status : undefined;
  return typeof status === 'number' ? status : undefined;
}
