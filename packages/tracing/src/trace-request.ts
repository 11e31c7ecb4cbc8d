import type { IncomingMessage, ServerResponse } from 'node:http';
import { readTraceparent, type TraceContext } from '@presence/protocol';
import type { SpanEnd, Tracing } from './tracing.ts';

/** What is known of a request once it is answered. */
export interface AnsweredRequest extends Pick<SpanEnd, 'attributes' | 'error'> {
  /** Pattern of the address, so that made-up ones do not make new names. */
  readonly route: string;
}

/**
 * A request as a span from now until its answer is sent or broken off, a child of the caller's (`traceparent`). Neither
 * query nor headers are recorded.
 *
 * @returns the parent of all that is done for it.
 */
export function traceRequest(
  tracing: Tracing,
  request: IncomingMessage,
  response: ServerResponse,
  answered: () => AnsweredRequest,
): TraceContext | undefined {
  const method = request.method ?? '';
  const parent = readTraceparent(request.headers.traceparent);
  const span = tracing.start(method, { kind: 'server', parent });
  response.once('close', () => {
    const { route, attributes, error } = answered();
    const { statusCode } = response;
    span.end({
      name: `${method} ${route}`,
      attributes: {
        'http.request.method': method,
        'http.route': route,
        'http.response.status_code': statusCode,
        ...attributes,
      },
      // A refusal is an answer; only our own failures mark a server's span (OpenTelemetry semantic conventions, HTTP).
      error: statusCode >= 500 ? (error ?? String(statusCode)) : undefined,
    });
  });
  return span.context;
}
