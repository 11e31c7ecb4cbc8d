import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createBackendProbe } from './probe-backend.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function backend(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/api/`;
}

describe('the backend probe', () => {
  it('asks for the version below api_url', async () => {
    const paths: (string | undefined)[] = [];
    const apiUrl = await backend((request, response) => {
      paths.push(request.url);
      response.end(JSON.stringify({ version: '6.4.0', models: [] }));
    });
    expect(await createBackendProbe({ apiUrl })()).toMatchObject({ kind: 'reachable', version: '6.4.0' });
    expect(paths).toEqual(['/api/version']);
  });

  it('shows what is no JSON as it is, but only the beginning', async () => {
    const apiUrl = await backend((_request, response) => response.end(`v1 ${'x'.repeat(200_000)}`));
    const state = await createBackendProbe({ apiUrl })();
    expect(state).toMatchObject({ kind: 'reachable' });
    expect(state.kind === 'reachable' && state.version.length).toBe(120);
  });

  it('says how a backend refuses, redirects, hangs or is not there', async () => {
    const refusing = await backend((_request, response) => response.writeHead(503).end());
    expect(await createBackendProbe({ apiUrl: refusing })()).toMatchObject({
      reason: 'it answered HTTP 503',
    });
    const redirecting = await backend((_request, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    );
    expect(await createBackendProbe({ apiUrl: redirecting })()).toMatchObject({ kind: 'unreachable' });
    const hanging = await backend(() => undefined);
    expect(await createBackendProbe({ apiUrl: hanging, timeoutMs: 50 })()).toMatchObject({
      reason: 'no answer within 50 ms',
    });
    // Nothing listens there.
    expect(await createBackendProbe({ apiUrl: 'http://127.0.0.1:18149/api/' })()).toMatchObject({
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('stops when its caller stops', async () => {
    const apiUrl = await backend(() => undefined);
    const state = await createBackendProbe({ apiUrl })(AbortSignal.timeout(30));
    expect(state.kind).toBe('unreachable');
  });
});
