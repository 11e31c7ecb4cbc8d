import type { Request, RequestHandler, Response } from 'express';
import type { AdapterConfig } from '../model/adapter-config.ts';
import { AdapterError } from '../model/adapter-error.ts';
import { addToContext, contextOf } from '../model/request-context.ts';
import { pageOrigin } from './request-origin.ts';

export type CorsConfig = Pick<AdapterConfig, 'cors_origins' | 'cors_methods' | 'cors_headers'>;

/** Request headers the SDK sends; without them a capture from another origin could not work. */
const SDK_HEADERS = ['Authorization', 'Content-Type', 'traceparent', 'esid'];

/** What a page of another origin may read beside the body: when to come back, and the trace for a support call. */
const EXPOSED_HEADERS = 'Retry-After, traceparent';

/** Seconds a browser may keep the answer to a preflight; Chromium's own ceiling is 7200 (2026-11-22). */
const PREFLIGHT_MAX_AGE = '600';

/**
 * Finds out the page's origin, adds CORS headers for the configured origins and answers preflights. With no origin
 * configured it adds no CORS header at all. Credentials are never allowed, so `*` stays harmless.
 */
export function cors(config: CorsConfig): RequestHandler {
  const anyone = config.cors_origins.includes('*');
  const methods = config.cors_methods.join(', ');
  const headers = uniqueNames([...config.cors_headers, ...SDK_HEADERS]).join(', ');

  return (request, response, next) => {
    response.vary('Origin');
    const page = pageOrigin({
      origin: request.get('origin'),
      fetchSite: request.get('sec-fetch-site'),
      referer: request.get('referer'),
      ownOrigin: ownOrigin(request),
    });
    const listed = page.origin !== undefined && originListed(config, page.origin);
    addToContext(response, { ...page, originAllowed: page.sameOrigin || listed });

    const crossOrigin = !page.sameOrigin && request.get('origin') !== undefined;
    if (crossOrigin && listed) {
      response.set('Access-Control-Allow-Origin', anyone ? '*' : page.origin);
      response.set('Access-Control-Expose-Headers', EXPOSED_HEADERS);
    }
    if (request.method !== 'OPTIONS' || request.get('access-control-request-method') === undefined) {
      next();
      return;
    }
    if (crossOrigin) requireAllowedOrigin(response);
    response.vary('Access-Control-Request-Method').vary('Access-Control-Request-Headers');
    if (crossOrigin)
      response.set({
        'Access-Control-Allow-Methods': methods,
        'Access-Control-Allow-Headers': headers,
        'Access-Control-Max-Age': PREFLIGHT_MAX_AGE,
      });
    response.status(204).end();
  };
}

/** Whether the configuration lets pages of this canonical origin call from elsewhere. */
export function originListed(config: Pick<CorsConfig, 'cors_origins'>, origin: string): boolean {
  return config.cors_origins.includes('*') || config.cors_origins.includes(origin);
}

/** For capture routes: only pages, and only of origins that are allowed. Needs `cors` before it. */
export function captureOriginGuard(): RequestHandler {
  return (_request, response, next) => {
    if (contextOf(response).origin === undefined)
      throw new AdapterError(
        'origin_missing',
        'The call names no origin (or an opaque one, as from a sandboxed frame); call from a page, not from a server.',
      );
    requireAllowedOrigin(response);
    next();
  };
}

function requireAllowedOrigin(response: Response): void {
  const { origin, originAllowed } = contextOf(response);
  if (originAllowed) return;
  throw new AdapterError(
    'origin_not_allowed',
    `Pages of ${origin ?? 'an opaque origin'} may not use this adapter; add the origin to WA_CORS_ORIGINS.`,
    { context: { origin: origin ?? null } },
  );
}

function ownOrigin(request: Request): string | undefined {
  const host = request.host;
  return host === undefined || host === '' ? undefined : `${request.protocol}://${host}`;
}

/** Header names mean the same in any case; the first spelling stays. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const key = name.toLowerCase();
    return !seen.has(key) && seen.add(key);
  });
}
