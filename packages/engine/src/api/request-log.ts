import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { EVENT_SESSION_HEADER, eventSessionIdOf, readTraceparent } from '@presence/protocol';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

const REQUEST_ID = /^[\w.:-]{1,128}$/;
const QUIET_PATHS = new Set(['/metrics', '/api/version', '/api/healthcheck']);

/**
 * One line a request, with an id shared with the caller and, if the call belongs to a capture, the capture's id. Headers,
 * queries and media links stay out of the log.
 */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    genReqId(req, res) {
      const id = requestId(req);
      res.setHeader('X-Request-Id', id);
      return id;
    },
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'request_id' },
    customProps: (req) => ({ event_session_id: eventSessionIdOf(req.headers[EVENT_SESSION_HEADER]) }),
    customLogLevel: (req, res) => {
      if (res.statusCode >= 500) return 'error';
      if (res.statusCode >= 400) return 'warn';
      return QUIET_PATHS.has(pathOf(req)) ? 'debug' : 'info';
    },
    serializers: {
      req: (req: { method: string; url: string }) => ({ method: req.method, path: logged(req.url) }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
    },
  });
}

function requestId(req: IncomingMessage): string {
  const trace = readTraceparent(req.headers.traceparent)?.traceId;
  const given = req.headers['x-request-id'];
  return trace ?? (typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID());
}

function pathOf(req: IncomingMessage): string {
  return (req.url ?? '').split('?')[0] ?? '';
}

/** A media link is a permission, so its secret part is not logged. */
function logged(url: string): string {
  const path = url.split('?')[0] ?? '';
  return path.startsWith('/static/') ? path.split('/').slice(0, 3).join('/') : path;
}
