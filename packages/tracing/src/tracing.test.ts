import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { openTracing } from './open-tracing.ts';
import { NO_TRACING, withSpan } from './tracing.ts';
import type { TracingConfig } from './tracing-config.ts';

const PAGE = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', sampled: true };
const OFF: TracingConfig = { endpoint: null, headers: null, serviceName: 'presence-test', ratio: 1 };
const UNDER_PAGE = { kind: 'internal', parent: PAGE } as const;

/** A collector that counts what it gets and answers with this status. */
async function collector(status = 200) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers['x-tenant']}`);
    request.resume();
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is an object.
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise((resolve) => server.close(resolve));
  return { asked, endpoint: `http://127.0.0.1:${port}/otel/`, close };
}

describe('openTracing', () => {
  it('is off without an endpoint, and passes the page’s own trace on', async () => {
    const tracing = await openTracing(OFF, { version: '1', onFailure: () => {} });
    expect(tracing).toBe(NO_TRACING);
    expect(tracing.start('deliver', UNDER_PAGE).context).toBe(PAGE);
    expect(tracing.start('deliver', { kind: 'internal', parent: undefined }).context).toBeUndefined();
  });

  it('sends spans of the page’s trace with the configured headers', async () => {
    const { asked, endpoint, close } = await collector();
    const config = { ...OFF, endpoint, headers: 'x-tenant=bank%20one,broken' };
    const tracing = await openTracing(config, { version: '1', onFailure: () => {} });
    const span = tracing.start('deliver', UNDER_PAGE);
    expect(span.context).toMatchObject({ traceId: PAGE.traceId, sampled: true });
    expect(span.context?.spanId).not.toBe(PAGE.spanId);
    span.end({ attributes: { a: 1 } });
    await tracing.close();
    expect(asked).toEqual(['/otel/v1/traces bank one']);
    await close();
  });

  it('keeps no more than the configured share, whatever the page says', async () => {
    const { asked, endpoint, close } = await collector();
    const tracing = await openTracing({ ...OFF, endpoint, ratio: 0 }, { version: '1', onFailure: () => {} });
    const span = tracing.start('deliver', UNDER_PAGE);
    expect(span.context).toMatchObject({ traceId: PAGE.traceId, sampled: false });
    span.end();
    await tracing.close();
    expect(asked).toEqual([]);
    await close();
  });

  it('tells once that nobody takes them, and harms nobody', async () => {
    const { endpoint, close } = await collector(400);
    const onFailure = vi.fn();
    const tracing = await openTracing({ ...OFF, endpoint }, { version: '1', onFailure });
    for (const name of ['a', 'b']) tracing.start(name, UNDER_PAGE).end({ error: 'backend_timeout' });
    await tracing.close();
    expect(onFailure).toHaveBeenCalledTimes(1);
    await close();
  });
});

describe('withSpan', () => {
  it('gives back what the work gives, and marks what it throws', async () => {
    const ends: unknown[] = [];
    const tracing = {
      ...NO_TRACING,
      start: () => ({ context: PAGE, end: (end: unknown) => void ends.push(end) }),
    };
    expect(await withSpan(tracing, 'verify', UNDER_PAGE, async (context) => context)).toBe(PAGE);
    const refused = Object.assign(new Error('secret text'), { code: 'container_malformed' });
    await expect(withSpan(tracing, 'verify', UNDER_PAGE, () => Promise.reject(refused))).rejects.toBe(
      refused,
    );
    expect(ends).toEqual([undefined, { error: 'container_malformed' }]);
  });
});
