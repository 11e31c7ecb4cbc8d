import type { RequestHandler } from 'express';
import type { PrometheusMetrics } from './metrics.ts';

/** Measures every request under the pattern of its route, so that made-up addresses do not make new series. */
export function observeRequests(metrics: PrometheusMetrics): RequestHandler {
  return (request, response, next) => {
    const started = process.hrtime.bigint();
    response.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      // Express 5 types `route` as any; it is unset when nothing matched.
      const route = request.route as { path?: unknown } | undefined;
      const pattern = route?.path === undefined ? 'other' : String(route.path);
      metrics.request(pattern, request.method, response.statusCode, seconds);
    });
    next();
  };
}
