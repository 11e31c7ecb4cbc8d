import { createServer, type RequestListener, type Server } from 'node:http';
import type { AdapterConfig } from '../model/adapter-config.ts';

/** How long a client may take, ms. */
export interface HttpPatience {
  /** For the headers of a request. */
  readonly headersMs: number;
  /** Between two requests on one connection. */
  readonly keepAliveMs: number;
  /** For a whole request, body included. */
  readonly requestMs: number;
  /** How often both are looked at. */
  readonly checkEveryMs: number;
}

/** A whole upload at 2 Mbit/s takes about 270 s for 64 MiB. Ours, 2026-11-22. */
const REQUEST_MS = 300_000;
const CHECK_EVERY_MS = 5_000;

/** As configured. */
export function httpPatience(
  config: Pick<AdapterConfig, 'headers_timeout_seconds' | 'keep_alive_seconds'>,
): HttpPatience {
  return {
    headersMs: config.headers_timeout_seconds * 1000,
    keepAliveMs: config.keep_alive_seconds * 1000,
    requestMs: REQUEST_MS,
    checkEveryMs: CHECK_EVERY_MS,
  };
}

/** An HTTP server that waits for no one for ever: connections whose request does not come in time are ended. */
export function httpServer(app: RequestListener, patience: HttpPatience): Server {
  const { headersMs, keepAliveMs, requestMs, checkEveryMs } = patience;
  return createServer(
    {
      headersTimeout: headersMs,
      keepAliveTimeout: keepAliveMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: checkEveryMs,
    },
    app,
  );
}
