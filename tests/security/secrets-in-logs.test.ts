import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { startTestAdapter } from '../support/adapter-under-test.ts';
import { captureThrough } from '../support/capture-through.ts';
import { BACKEND_TOKEN, startOzBackend } from '../support/oz-backend.ts';

// Every place a secret can be planted in, at the most talkative level, while everything that can fail fails.
it('finds no planted secret in any log line, answer or page', async () => {
  const refusing = createServer((_request, response) => response.writeHead(500).end('planted-answer'));
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is an object.
  const { port } = refusing.address() as AddressInfo;
  const backend = await startOzBackend();
  backend.tokens.add('planted-page-token');
  const adapter = await startTestAdapter(backend.apiUrl, {
    config: {
      debug: true,
      log_level: 'trace',
      api_token: null,
      api_use_token: 'client',
      api_use_session_token: 'client',
      api_email: 'adapter@bank.example',
      api_password: 'planted-password',
      influx_url: `http://127.0.0.1:${port}`,
      influx_token: 'planted-influx',
      monitoring_flush_ms: 100,
      license_webhook_url: `http://127.0.0.1:${port}/planted-hook`,
      license_mail_to: ['ops@bank.example'],
      smtp_url: `smtp://user:planted-smtp@127.0.0.1:${port}`,
      master_license_signature: 'planted.master.signature',
      result_mode: 'full',
    },
  });
  const body = {
    token: 'planted-page-token',
    session_token: 'planted-session-token',
    meta: { iin: 'planted-meta' },
  };
  try {
    backend.inject({
      match: (method, path) => method === 'POST' && path === '/api/folders',
      kind: 'status',
      status: 500,
      times: 1,
    });
    await captureThrough(adapter, body);
    await adapter.open({ ...body, token: 'planted-wrong-token' });
    const headers = {
      authorization: 'Bearer planted-bearer',
      cookie: 'planted-cookie',
      esid: 'planted-esid',
      traceparent: '00-planted-trace',
      'x-forensic-access-token': 'planted-header',
    };
    await adapter.call('/result.php?token=planted-query', { headers });
    await adapter.call('/init.php?planted-query', {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"token":"planted-malformed"',
    });
    // What no header can hold: the error of fetch would quote it.
    for (const name of ['token', 'session_token'])
      await expect(adapter.open({ ...body, [name]: 'planted\nlines' })).rejects.toThrow('request_invalid');
    await vi.waitFor(() => expect(adapter.logs.join('')).toContain('monitoring points could not be sent'), {
      timeout: 20_000,
    });
    const page = await (await adapter.call('/debug.php')).text();
    const metrics = await (await adapter.call('/metrics')).text();
    const everything = [...adapter.logs, page, metrics].join('\n');
    expect(everything).toContain('capture settled');
    expect([...everything.matchAll(/planted[-.\w]*/g)].map(([found]) => found)).toEqual([]);
  } finally {
    await adapter.remove();
    await backend.stop();
    await new Promise((resolve) => refusing.close(resolve));
  }
});

it('finds no token of a broken file in any log line, and delivers once it is mended', async () => {
  const backend = await startOzBackend();
  const adapter = await startTestAdapter(backend.apiUrl, {
    config: { debug: true, log_level: 'trace', api_token: null },
  });
  const file = join(adapter.dataDir, 'service-token');
  try {
    await writeFile(file, 'planted-first\nplanted-second\n');
    const captured = captureThrough(adapter);
    await vi.waitFor(() => expect(adapter.logs.join('')).toContain('not one line of ASCII'), {
      timeout: 20_000,
    });
    await writeFile(file, `${BACKEND_TOKEN}\n`);
    expect((await captured).result).toMatchObject({ state: 'finished' });
    const page = await (await adapter.call('/debug.php')).text();
    expect([...adapter.logs, page].join('\n')).not.toContain('planted');
  } finally {
    await adapter.remove();
    await backend.stop();
  }
});
