import { rm } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { type AdapterClient, adapterClient, type InitRequest, LIMITS } from '@presence/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdapterUnderTest, startTestAdapter } from '../support/adapter-under-test.ts';
import type { Fault } from '../support/backend-gate.ts';
import { draftContainer, newClientKey, sealContainer } from '../support/container-fixture.ts';
import { type OpenapiWatch, watchOpenapi } from '../support/openapi-watch.ts';
import { type CaptureBackend, onEveryBackend } from './on-every-backend.ts';

/*
 * Every documented answer of every address is called forth here and held against `/openapi.json`, and nothing else may come.
 * The exceptions are a full disk, a store of sessions that is away, and uploads that are too slow or too many at once, which
 * have tests of their own.
 */

const CONFIG = { result_mode: 'full', debug: true };
let backend: CaptureBackend;
let adapter: AdapterUnderTest;
let watch: OpenapiWatch;
let page: AdapterClient;
/** Of an origin that may not call. */
let stranger: AdapterClient;
/** Ms added to the real time. */
let ahead = 0;

/** A call that the typed client cannot make because it is wrong. */
const wrong = (path: string, type: string, body: string, token = '') =>
  watch.fetch(`${adapter.url}/${path}`, {
    method: 'POST',
    headers: {
      origin: adapter.url,
      'content-type': type,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body,
  });

async function open() {
  const key = await newClientKey();
  const body: InitRequest = {
    action: ['video_selfie_left'],
    client_key: { kty: 'EC', crv: 'P-256', x: key.publicJwk.x, y: key.publicJwk.y },
  };
  const reply = await page.init(body);
  if (!reply.ok) throw new Error(`init.php answered ${reply.status}`);
  const { event_session_id: id, session_token: token } = reply.value;
  const draft = await draftContainer(reply.value, { origin: adapter.url });
  return { id, token, body, container: new Uint8Array(await sealContainer(draft, key)) };
}

const forget = (id: string) => rm(join(adapter.dataDir, 'adapter', 'sessions', `${id}.json`));
const fault = (path: RegExp, what: Omit<Fault, 'match' | 'times'>) =>
  backend.inject({ match: (_method, asked) => path.test(asked), times: 1, ...what });

/** A capture that ends in this status of result.php. */
async function resultOf(prepare: () => void): Promise<number> {
  prepare();
  const { token, container } = await open();
  await page.request(token, container);
  return (await page.result(token, 20)).status;
}

onEveryBackend((start) => {
  beforeAll(async () => {
    backend = await start();
    adapter = await startTestAdapter(backend.apiUrl, {
      config: CONFIG,
      clock: { now: () => Date.now() + ahead },
    });
    const described = await adapter.client.openapi();
    if (!described.ok) throw new Error('there is no openapi.json');
    watch = watchOpenapi(described.value);
    const clientOf = (origin: string) =>
      adapterClient({ baseUrl: adapter.url, headers: { origin }, fetch: watch.fetch });
    page = clientOf(adapter.url);
    stranger = clientOf('https://evil.example');
  });
  afterAll(async () => {
    await adapter.remove();
    await backend.remove();
  });

  describe('openapi.json tells the truth', () => {
    it('of the files and of what operators ask', async () => {
      const style = await page.pluginFile('ozliveness.css');
      expect(style.ok && (await style.value.text())).toContain('ozliveness.css');
      expect((await page.pluginFile('nothing.js')).status).toBe(404);
      expect((await page.loader()).ok).toBe(true);
      expect(await page.health()).toMatchObject({ ok: true, value: { status: 'ok' } });
      expect(await page.licence()).toMatchObject({ ok: true, value: { license_status: 'ok' } });
      expect((await page.openapi()).ok).toBe(true);
      const metrics = await page.metrics();
      expect(metrics.ok && metrics.value).toContain('presence_adapter_licence_valid 1');
      expect((await page.debug()).ok).toBe(true);
      await adapter.reconfigure({ ...CONFIG, debug: false });
      expect(await page.debug()).toMatchObject({ status: 404, error: { code: 'not_found' } });
      await adapter.reconfigure(CONFIG);
      expect(await page.readiness()).toMatchObject({ status: 200, value: { status: 'ready' } });
      await backend.stop();
      await adapter.reconfigure(CONFIG);
      expect(await page.readiness()).toMatchObject({
        status: 503,
        value: { checks: { backend: { ok: false } } },
      });
      await backend.restart();
    });

    it('of config.php and init.php', async () => {
      expect(await page.config()).toMatchObject({ ok: true, value: { architecture: 'normal' } });
      expect(await stranger.config()).toMatchObject({ status: 403, error: { code: 'origin_not_allowed' } });
      const { body } = await open();
      expect((await stranger.init(body)).status).toBe(403);
      expect((await page.init({ ...body, action: ['video_selfie_dance'] })).status).toBe(400);
      expect((await wrong('init.php', 'text/plain', '{}')).status).toBe(415);
      expect(
        (await wrong('init.php', 'application/json', `"${'x'.repeat(LIMITS.maxJsonBytes)}"`)).status,
      ).toBe(413);
      await adapter.reconfigure({ ...CONFIG, rate_limit_per_minute: 1 });
      await page.init(body);
      expect((await page.init(body)).headers.get('retry-after')).not.toBeNull();
      await adapter.reconfigure(CONFIG);
    });

    it('of request.php', async () => {
      const { token, container, id } = await open();
      expect((await stranger.request(token, container)).status).toBe(403);
      expect((await page.request('no-token', container)).status).toBe(401);
      expect((await wrong('request.php', 'text/plain', 'PK', token)).status).toBe(415);
      expect(await page.request(token, 'no zip')).toMatchObject({ error: { event_session_id: id } });
      await announceTooMuch(token);
      expect(await page.request(token, container)).toMatchObject({
        status: 202,
        value: { state: 'processing' },
      });
      expect((await page.request(token, container)).status).toBe(409);
      const gone = await open();
      await forget(gone.id);
      expect((await page.request(gone.token, gone.container)).status).toBe(404);
    });

    it('of result.php and best-shot.php', async () => {
      const { token, container, id } = await open();
      await page.request(token, container);
      expect(await page.result(token, 20)).toMatchObject({ ok: true, value: { state: 'finished' } });
      expect((await page.result(token, 99)).status).toBe(400);
      for (const ask of [page.result, page.bestShot]) expect((await ask('no-token')).status).toBe(401);
      for (const ask of [stranger.result, stranger.bestShot]) expect((await ask(token)).status).toBe(403);
      const shot = await page.bestShot(token);
      expect(shot.ok && shot.value.size).toBeGreaterThan(0);
      const ends = [404, 429, 500].map((status) => ({ kind: 'status', status }) as const);
      const statuses: number[] = [];
      const failing = async (end: Omit<Fault, 'match' | 'times'>) => {
        fault(/^\/static\//, end);
        statuses.push((await page.bestShot(token)).status);
      };
      for (const end of ends) await failing(end);
      // Only here: on a busy machine an honest answer may take a second.
      await adapter.reconfigure({ ...CONFIG, backend_timeout_ms: 1000 });
      await failing({ kind: 'hang' });
      await adapter.reconfigure(CONFIG);
      expect(statuses).toEqual([424, 429, 502, 504]);
      await forget(id);
      for (const ask of [page.result, page.bestShot]) expect((await ask(token)).status).toBe(404);
    });

    it('of captures that end badly', async () => {
      expect(await resultOf(() => fault(/folders$/, { kind: 'status', status: 400 }))).toBe(424);
      expect(
        await resultOf(() => {
          backend.analyses = 'failing';
        }),
      ).toBe(502);
      backend.analyses = 'done';
      const late = await open();
      await backend.stop();
      await page.request(late.token, late.container);
      ahead = 48 * 3_600_000;
      expect((await page.result(late.token, 20)).status).toBe(410);
      ahead = 0;
      await backend.restart();
    });

    it('of tm.php', async () => {
      const { id, token } = await open();
      const batch = { event_session_id: id, session_token: token, events: [] };
      expect((await page.telemetry(batch)).status).toBe(204);
      expect((await page.telemetry({ ...batch, session_token: 'no-token' })).status).toBe(401);
      expect((await stranger.telemetry(batch)).status).toBe(403);
      expect((await wrong('tm.php', 'text/plain', 'no json')).status).toBe(400);
      expect((await wrong('tm.php', 'text/plain; charset=klingon', '{}')).status).toBe(415);
      expect((await wrong('tm.php', 'text/plain', 'x'.repeat(LIMITS.maxTelemetryBytes + 1))).status).toBe(
        413,
      );
      const other = await open();
      const full = { ...batch, event_session_id: other.id, session_token: other.token };
      const statuses = new Map<number, number>();
      for (let sent = 0; sent < 125; sent += 1) {
        const { status } = await page.telemetry(full);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
      expect(Object.fromEntries(statuses)).toEqual({ 204: 120, 429: 5 });
      expect((await page.telemetry(batch)).status).toBe(204);
      await forget(id);
      expect((await page.telemetry(batch)).status).toBe(404);
    });

    it('and leaves nothing out', () => {
      expect(watch.problems).toEqual([]);
      const elsewhere = watch.documented.filter((name) =>
        /^POST .* 507$|\.php 503$|request\.php 4(08|29)$/.test(name),
      );
      expect(elsewhere).toHaveLength(9);
      expect(watch.seen()).toEqual(watch.documented.filter((name) => !elsewhere.includes(name)));
    });
  });
});

/** More than a container may have, by its announced length alone: fetch would send it all. */
async function announceTooMuch(token: string): Promise<void> {
  const announced: typeof fetch = (input) =>
    new Promise((resolve, reject) => {
      const headers = {
        origin: adapter.url,
        authorization: `Bearer ${token}`,
        'content-type': 'application/zip',
        'content-length': String(LIMITS.maxContainerBytes + 1),
      };
      const call = request(String(input), { method: 'POST', headers }, (answer) => {
        answer.toArray().then((chunks) => {
          const type = answer.headers['content-type'] ?? '';
          resolve(
            new Response(Buffer.concat(chunks), {
              status: answer.statusCode ?? 0,
              headers: { 'content-type': type },
            }),
          );
          call.destroy();
        }, reject);
      });
      call.on('error', reject).write('PK');
    });
  const reply = await watch.watching(announced)(`${adapter.url}/request.php`, { method: 'POST' });
  expect(reply.status).toBe(413);
}
