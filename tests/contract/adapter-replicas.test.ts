import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdapterUnderTest, startTestAdapter } from '../support/adapter-under-test.ts';
import { draftContainer, newClientKey, sealContainer } from '../support/container-fixture.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { type CaptureBackend, onEveryBackend } from './on-every-backend.ts';

// The load balancer's address is the page's origin at both.
const ORIGIN = 'http://localhost:7000';

function init(adapter: AdapterUnderTest, publicJwk: unknown): Promise<Response> {
  return adapter.call('/init.php', {
    method: 'POST',
    origin: ORIGIN,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action: ['video_selfie_left'], client_key: publicJwk }),
  });
}

async function openAt(adapter: AdapterUnderTest) {
  const key = await newClientKey();
  const opened = await (await init(adapter, key.publicJwk)).json();
  return {
    init: opened,
    container: await sealContainer(await draftContainer(opened, { origin: ORIGIN }), key),
  };
}

function send(adapter: AdapterUnderTest, token: string, container: Buffer): Promise<Response> {
  return adapter.call('/request.php', {
    method: 'POST',
    origin: ORIGIN,
    headers: { 'content-type': 'application/zip', authorization: `Bearer ${token}` },
    body: new Uint8Array(container),
  });
}

async function resultAt(adapter: AdapterUnderTest, token: string): Promise<unknown> {
  const authorization = `Bearer ${token}`;
  // A busy machine may need longer than one call waits; after a minute it is a fault.
  for (let asked = 1; ; asked += 1) {
    const answer = await adapter.call('/result.php?wait=20', { origin: ORIGIN, headers: { authorization } });
    const result = await answer.json();
    if (asked === 4 || result.state !== 'processing') return result;
  }
}

onEveryBackend((start) => {
  let redis: RedisServer;
  let backend: CaptureBackend;
  beforeAll(async () => {
    redis = await startRedis();
    backend = await start();
  });
  afterAll(async () => {
    await backend.remove();
    await redis.remove();
  });

  describe.each(['files', 'Redis'])('two replicas with their sessions in %s', (where) => {
    let first: AdapterUnderTest;
    let second: AdapterUnderTest;

    beforeAll(async () => {
      const env = { WA_CORS_ORIGINS: ORIGIN, ...(where === 'Redis' ? { WA_REDIS_URL: redis.url } : {}) };
      first = await startTestAdapter(backend.apiUrl, { env });
      second = await startTestAdapter(backend.apiUrl, { env, dataDir: first.dataDir });
    });
    afterAll(async () => {
      await second.stop();
      await first.remove();
    });

    it('open at one, upload at another and read the result at the first', async () => {
      const { init, container } = await openAt(first);
      expect((await send(second, init.session_token, container)).status).toBe(202);
      expect(await resultAt(first, init.session_token)).toMatchObject({ state: 'finished' });
    });

    it('take one of two uploads that reach both at once', async () => {
      const { init, container } = await openAt(first);
      const answers = await Promise.all(
        [first, second].map((one) => send(one, init.session_token, container)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
      expect(await resultAt(second, init.session_token)).toMatchObject({ state: 'finished' });
      expect(await backend.foldersOf(init.event_session_id)).toHaveLength(1);
    });

    it('deliver what another accepted and did not live to deliver', async () => {
      const { init, container } = await openAt(first);
      // The first attempt hangs until the replica that made it ends.
      backend.inject({ match: (method) => method === 'POST', kind: 'hang', times: 1 });
      expect((await send(first, init.session_token, container)).status).toBe(202);
      const keysSeen = () => backend.seen.map(({ headers }) => headers['idempotency-key']);
      await expect.poll(keysSeen).toContain(init.event_session_id);
      await first.stop();
      await second.stop();
      await second.restart();
      expect(await resultAt(second, init.session_token)).toMatchObject({ state: 'finished' });
      expect(await backend.foldersOf(init.event_session_id)).toHaveLength(1);
      await first.restart();
    });

    it('say in /readyz and /metrics what keeps the sessions', async () => {
      const ready = await (await second.call('/readyz')).json();
      expect(ready.checks.sessions).toEqual({ ok: true });
      const series = await (await second.call('/metrics')).text();
      expect(series).toContain(`presence_adapter_session_store_up{store="${where.toLowerCase()}"} 1`);
    });
  });

  describe('replicas on one Redis', () => {
    it('count calls together, and say what is missing while it is away', async () => {
      // A database of its own, in which nobody has called yet.
      const env = { WA_CORS_ORIGINS: ORIGIN, WA_REDIS_URL: redis.url.replace(/0$/, '1') };
      const config = { rate_limit_per_minute: 5 };
      const adapters = [
        await startTestAdapter(backend.apiUrl, { env, config }),
        await startTestAdapter(backend.apiUrl, { env, config }),
      ] as const;
      try {
        const [first, second] = adapters;
        const { publicJwk } = await newClientKey();
        const statuses: number[] = [];
        for (let call = 0; call < 6; call += 1)
          statuses.push((await init(call % 2 ? second : first, publicJwk)).status);
        expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);

        await redis.stop();
        const [config, opened, ready] = await Promise.all([
          first.call('/config.php', { origin: ORIGIN }),
          init(first, publicJwk),
          first.call('/readyz'),
        ]);
        expect(config.status).toBe(200);
        expect(opened.status).toBe(503);
        expect(opened.headers.get('retry-after')).toBe('2');
        expect(await opened.json()).toMatchObject({ code: 'session_store_unavailable' });
        expect(ready.status).toBe(503);
        expect((await ready.json()).checks.sessions).toEqual({ ok: false });
        expect(adapters.flatMap(({ logs }) => logs).join('')).not.toContain('of-the-tests');
      } finally {
        await redis.start();
        for (const adapter of adapters) await adapter.remove();
      }
    });
  });
});
