import {
  EVENT_SESSION_HEADER,
  EVENT_SESSION_KEY,
  eventSessionIdOf,
  type TraceContext,
} from '@presence/protocol';
import { type Tracing, traceRequest } from '@presence/tracing';
import type { RequestHandler, Response } from 'express';

const TRACE = 'trace';

/** Each call of the API as a span, a child of the caller's `traceparent`. */
export function traceRequests(tracing: Tracing): RequestHandler {
  return (req, res, next) => {
    const id = eventSessionIdOf(req.headers[EVENT_SESSION_HEADER]);
    res.locals[TRACE] = traceRequest(tracing, req, res, () => ({
      route: typeof res.locals.route === 'string' ? `/api${res.locals.route}` : 'unknown',
      attributes: id === undefined ? {} : { [EVENT_SESSION_KEY]: id },
    }));
    next();
  };
}

/** Parent of what is done for this call, if somebody traces it. */
export function traceOf(res: Response): TraceContext | undefined {
  // Only traceRequests writes this key.
  return res.locals[TRACE] as TraceContext | undefined;
}
