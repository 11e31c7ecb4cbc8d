import type { Request, RequestHandler } from 'express';
import type { AddPoints } from '../model/monitoring-point.ts';
import { contextOf } from '../model/request-context.ts';
import type { PrometheusMetrics } from './metrics.ts';
import { requestPoints } from './monitoring-points.ts';

/** What nginx writes for a client that went away before it had an answer. */
const CLIENT_GONE = 499;

/** Measures every request under the pattern of its route, so that made-up addresses do not make new series. */
export function observeRequests(metrics: PrometheusMetrics, addPoints: AddPoints): RequestHandler {
  return (request, response, next) => {
    const startedAt = Date.now();
    const started = process.hrtime.bigint();
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const resource = patternOf(request);
      const { method } = request;
      const status = response.headersSent ? response.statusCode : CLIENT_GONE;
      metrics.request(resource, method, status, seconds);
      const { errorCode } = contextOf(response);
      // pino-http gave the request its id, a text.
      const requestId = String(request.id);
      addPoints(requestPoints({ requestId, method, resource, status, startedAt, seconds, errorCode }));
    });
    next();
  };
}

/** The pattern of the route that answered, or `other`. */
export function patternOf(request: Request): string {
  // Unset when nothing matched.
  const path: unknown = request.route?.path;
  if (path === undefined) return 'other';
  return path instanceof RegExp ? '/plugin/*' : String(path);
}
