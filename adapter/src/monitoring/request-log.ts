import { randomUUID } from 'node:crypto';
import { readTraceparent } from '@presence/protocol';
import type { RequestHandler } from 'express';
import type { Logger as PinoLogger } from 'pino';
import { pinoHttp } from 'pino-http';
import { contextOf } from '../model/request-context.ts';

/**
 * One line per request with one id: the caller's trace id (W3C Trace Context) or a new one, also sent back as
 * `X-Request-Id`. Neither headers nor bodies nor queries are written, because tokens and personal data travel there.
 */
export function logRequests(logger: PinoLogger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId: (request, response) => {
      const id = readTraceparent(request.headers.traceparent)?.traceId ?? randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    serializers: {
      req: ({ id, method, url }: { id: unknown; method: string; url: string }) => ({
        id,
        method,
        path: url.split('?', 1)[0],
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
    // pino-http types the response as Node's; Express made it.
    customProps: (_request, response) => ({
      event_session_id: contextOf(response as Parameters<typeof contextOf>[0]).eventSessionId,
    }),
    customLogLevel: (_request, response, error) => {
      if (error !== undefined || response.statusCode >= 500) return 'error';
      return response.statusCode >= 400 ? 'warn' : 'debug';
    },
    autoLogging: { ignore: (request) => /^\/(healthz|readyz|metrics)$/.test(request.url ?? '') },
  });
}
