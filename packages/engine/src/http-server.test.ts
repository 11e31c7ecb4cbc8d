import { expect, it } from 'vitest';
import { httpServer, listen, stopServer } from './http-server.ts';

it('keeps idle connections, and waits for headers, as long as configured', async () => {
  const server = httpServer((_request, response) => response.end('served'), {
    keepAliveMs: 75_000,
    headersTimeoutMs: 20_000,
  });
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  const reply = await fetch(`http://127.0.0.1:${port}/`);
  expect(await reply.text()).toBe('served');
  // What Node tells the client; it ends the connection after that time.
  expect(reply.headers.get('keep-alive')).toBe('timeout=75');
  expect(server.headersTimeout).toBe(20_000);
  await stopServer(server);
});
