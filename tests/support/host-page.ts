import { createServer, type Server } from 'node:http';
import {
  type CallbackName,
  type CallbackRecord,
  type DrivenPage,
  type OpenOptions,
  recordCallbacks,
} from './callback-record.ts';

/** A site of another origin than the adapter: one page that loads the documented script and nothing else. */
export interface HostSite {
  readonly url: string;
  close(): Promise<void>;
}

export interface HostSiteOptions {
  readonly headers?: () => Record<string, string>;
}

/**
 * Serves `/` (embeds the adapter's script), `/framed` (the same page at localhost inside an iframe) and
 * `/framed-with-camera` (that frame with `allow="camera"`).
 */
export async function startHostSite(
  adapterUrl: () => string,
  options: HostSiteOptions = {},
): Promise<HostSite> {
  const page = (): string => `<!doctype html><html lang="en"><title>Host page</title><h1>Host page</h1>
<script src="${adapterUrl()}/plugin_liveness.php?lang=en"></script></html>`;
  const framed = (port = 0, allow = ''): string =>
    `<!doctype html><html lang="en"><title>Frame</title><iframe src="http://localhost:${port}/" allow="${allow}" width="800" height="700"></iframe></html>`;
  const server: Server = createServer((request, response) => {
    const framing = request.url?.startsWith('/framed') === true;
    // A page that frames the site is somebody else's.
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      ...(framing ? {} : options.headers?.()),
    });
    if (request.url === '/framed') response.end(framed(request.socket.localPort));
    else if (request.url === '/framed-with-camera') response.end(framed(request.socket.localPort, 'camera'));
    else response.end(page());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the host site has no port');
  return {
    url: `http://localhost:${address.port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Captures, on a page that has the script, up to `on_complete` or `on_error`; resolves with every callback in order. */
export function runCapture(
  page: DrivenPage,
  options: OpenOptions,
  withinMs = 60_000,
): Promise<CallbackRecord[]> {
  return recordCallbacks(page, options, { until: ['on_complete', 'on_error'], withinMs });
}

/** The payload of one callback, or undefined if it did not come. */
export function payloadOf(records: readonly CallbackRecord[], name: CallbackName): unknown {
  return records.find((record) => record.name === name)?.payload;
}
