import { createServer, type Server } from 'node:http';
import type { Page } from 'playwright-core';

/** One callback of the SDK as the page saw it. */
export interface CallbackRecord {
  readonly name: string;
  readonly payload: unknown;
}

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
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...options.headers?.() });
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

/** Options of `open()` that can cross into the page. */
export type OpenOptions = Record<string, unknown>;

const CALLBACKS = [
  'on_capture_complete',
  'on_submit',
  'on_result',
  'on_complete',
  'on_error',
  'on_close',
] as const;

/**
 * Calls `OzLiveness.open` on a page that has the script, and resolves with every callback in order once `on_complete` or
 * `on_error` came, or with what came until then when `withinMs` is over.
 */
export async function runCapture(
  page: Page,
  options: OpenOptions,
  withinMs = 60_000,
): Promise<CallbackRecord[]> {
  return await page.evaluate(captureInPage, captureOrder(options, withinMs));
}

interface CaptureOrder {
  readonly options: OpenOptions;
  readonly names: readonly string[];
  readonly withinMs: number;
}

/** The argument of `captureInPage`. */
export function captureOrder(options: OpenOptions, withinMs: number): CaptureOrder {
  return { options, names: CALLBACKS, withinMs };
}

/** Runs inside the page, whatever drives it, so it uses nothing from outside its own braces. */
export function captureInPage({ options, names, withinMs }: CaptureOrder): Promise<CallbackRecord[]> {
  return new Promise((resolve) => {
    const seen: CallbackRecord[] = [];
    const timer = setTimeout(() => resolve(seen), withinMs);
    const callbacks = Object.fromEntries(
      names.map((name) => [
        name,
        (payload: unknown) => {
          // Copied: WebDriver BiDi gives a thing that two records share to one of them only.
          seen.push({ name, payload: structuredClone(payload) });
          if (name !== 'on_complete' && name !== 'on_error') return;
          clearTimeout(timer);
          // Whatever follows in the same turn (on_close) still belongs to the record.
          setTimeout(() => resolve(seen), 50);
        },
      ]),
    );
    const plugin = (window as unknown as { OzLiveness: { open(options: unknown): void } }).OzLiveness; // the script tag defines it
    plugin.open({ ...options, ...callbacks });
  });
}

/** The payload of one callback, or undefined if it did not come. */
export function payloadOf(records: readonly CallbackRecord[], name: (typeof CALLBACKS)[number]): unknown {
  return records.find((record) => record.name === name)?.payload;
}
