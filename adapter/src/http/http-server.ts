import { createServer, type RequestListener, type Server } from 'node:http';

/** How long a client may take, ms. */
export interface HttpPatience {
  /** For the headers of a request. */
  readonly headersMs: number;
  /** For a whole request, body included. */
  readonly requestMs: number;
  /** How often both are looked at. */
  readonly checkEveryMs: number;
}

/** A whole upload at 2 Mbit/s takes about 270 s for 64 MiB; headers are one packet. Ours, 2026-11-22. */
export const HTTP_PATIENCE: HttpPatience = { headersMs: 15_000, requestMs: 300_000, checkEveryMs: 5_000 };

/** An HTTP server that waits for no one for ever: connections whose request does not come in time are ended. */
export function httpServer(app: RequestListener, patience: HttpPatience = HTTP_PATIENCE): Server {
  const { headersMs, requestMs, checkEveryMs } = patience;
  return createServer(
    { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: checkEveryMs },
    app,
  );
}
