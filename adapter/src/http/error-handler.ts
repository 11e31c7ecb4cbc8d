import type { ErrorBody } from '@presence/protocol';
import type { ErrorRequestHandler } from 'express';
import type { Clock } from '../model/clock.ts';
import type { Logger } from '../model/logger.ts';
import type { RecentErrors } from '../model/recent-errors.ts';
import { addToContext, contextOf } from '../model/request-context.ts';
import { addressOf } from './address-of.ts';
import { asAdapterError } from './as-adapter-error.ts';
import { statusOf } from './status-of.ts';

export interface ErrorHandlerParts {
  readonly logger: Logger;
  readonly clock: Clock;
  readonly recentErrors: RecentErrors;
  /** By code, lower case. */
  readonly annotations: ReadonlyMap<string, string>;
}

/** Answers every error as `{code, event_session_id, message, context}`, logs it and notes it for `/debug.php`. */
export function errorHandler(parts: ErrorHandlerParts): ErrorRequestHandler {
  const { logger, clock, recentErrors, annotations } = parts;
  // Express knows an error handler by its four parameters.
  return (thrown, request, response, _next) => {
    if (response.destroyed && (isPrematureClose(thrown) || isAbort(thrown))) {
      // The client went away in the middle of the reply: its right, and nobody is left to be told.
      logger.debug({ call: `${request.method} ${addressOf(request)}` }, 'The client closed the connection.');
      return;
    }
    const error = asAdapterError(thrown);
    const status = statusOf(error.code);
    const annotation = annotations.get(error.code);
    const eventSessionId = error.eventSessionId ?? contextOf(response).eventSessionId ?? '';
    // The request's own log line is written after this and names the session too.
    addToContext(response, { errorCode: error.code, eventSessionId });
    const body: ErrorBody = {
      code: error.code,
      event_session_id: eventSessionId,
      message: error.message,
      context: annotation === undefined ? { ...error.context } : { ...error.context, annotation },
    };
    const call = `${request.method} ${addressOf(request)}`;
    const fields = { code: error.code, event_session_id: eventSessionId, call, status };
    if (status >= 500) logger.error({ ...fields, err: error.cause ?? error }, error.message);
    else logger.info(fields, error.message);
    recentErrors.record({
      time: clock.now(),
      code: error.code,
      message: error.message,
      eventSessionId,
      request: call,
    });
    if (response.headersSent || response.destroyed) {
      // The reply is half sent; only cutting it off tells the client that it is not whole.
      response.destroy();
      return;
    }
    if (error.retryAfterSeconds !== undefined)
      response.set('Retry-After', String(Math.ceil(error.retryAfterSeconds)));
    if (status === 401) response.set('WWW-Authenticate', 'Bearer');
    response.removeHeader('ETag');
    response.status(status).set('Cache-Control', 'no-store').json(body);
  };
}

/** Node's code for a stream whose other end closed before it was finished. */
function isPrematureClose(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** What was under way for a client is given up when it leaves. */
function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'AbortError';
}
