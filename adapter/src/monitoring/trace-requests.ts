import { EVENT_SESSION_KEY } from '@presence/protocol';
import { type Tracing, traceRequest } from '@presence/tracing';
import type { RequestHandler } from 'express';
import { addToContext, contextOf } from '../model/request-context.ts';
import { patternOf } from './request-observer.ts';

/** What belongs to no capture; traces of it would be most of all. */
const UNTRACED = /^\/(healthz|readyz|metrics|license|openapi\.json|debug|plugin|$)/;

/** Each call of a capture as a span, a child of the page's `traceparent`. */
export function traceRequests(tracing: Tracing): RequestHandler {
  return (request, response, next) => {
    if (UNTRACED.test(request.path)) return next();
    const trace = traceRequest(tracing, request, response, () => {
      const { eventSessionId, errorCode } = contextOf(response);
      return {
        route: patternOf(request),
        attributes: eventSessionId ? { [EVENT_SESSION_KEY]: eventSessionId } : {},
        error: errorCode,
      };
    });
    addToContext(response, { trace });
    next();
  };
}
