import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { clientConfigSchema, ERROR_CODES } from '@presence/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdapterUnderTest, startTestAdapter } from '../support/adapter-under-test.ts';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { BACKEND_TOKEN } from '../support/oz-backend.ts';
import { type CaptureBackend, onEveryBackend } from './on-every-backend.ts';

onEveryBackend((start) => {
  let backend: CaptureBackend;
  let adapter: AdapterUnderTest;

  beforeAll(async () => {
    backend = await start();
    adapter = await startTestAdapter(backend.apiUrl, {
      config: { result_mode: 'full', log_level: 'trace', delete_old_sessions_offset_minutes: 60 },
    });
  });
  afterAll(async () => {
    await adapter.remove();
    await backend.remove();
  });

  describe('the browser build', () => {
    it('is served from one script address that ignores its query', async () => {
      const plain = await adapter.call('/plugin_liveness.php', { origin: null });
      expect(await plain.text()).toContain('plugin_liveness.js');
      expect(plain.headers.get('content-type')).toContain('text/javascript');
      expect(plain.headers.get('cache-control')).toContain('max-age=300');
      const etag = plain.headers.get('etag') ?? '';
      for (const path of ['/plugin_liveness', '/plugin_liveness.php?lang=ru&ver=1.8.1-10']) {
        const again = await adapter.call(path, {
          origin: null,
          headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
        });
        expect(again.status).toBe(304);
      }
    });

    it.each(['script', 'full'] as const)('is another script with preinit %s', async (preinit) => {
      const other = await startTestAdapter(backend.apiUrl, { config: { preinit } });
      try {
        const loader = await other.call('/plugin_liveness.php', { origin: null });
        expect(await loader.text()).toContain(`plugin_liveness.${preinit}.js`);
      } finally {
        await other.remove();
      }
    });

    it('serves hashed files for ever, compressed, with exact types', async () => {
      const main = '/plugin/ozliveness_main-0a1b2c3d.js';
      const sent = await adapter.call(main, { headers: { 'accept-encoding': 'identity' } });
      expect(sent.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(sent.headers.get('vary')).toContain('Accept-Encoding');
      const gzip = await fetch(adapter.url + main, {
        method: 'HEAD',
        headers: { 'accept-encoding': 'gzip' },
      });
      expect(gzip.headers.get('content-encoding')).toBe('gzip');
      const brotli = await fetch(adapter.url + main, {
        method: 'HEAD',
        headers: { 'accept-encoding': 'gzip, deflate, br' },
      });
      expect(brotli.headers.get('content-encoding')).toBe('br');
      expect(brotli.headers.get('etag')).not.toBe(gzip.headers.get('etag'));
      const typeOf = async (name: string) =>
        (await adapter.call(`/plugin/vendor/${name}`)).headers.get('content-type');
      expect(await typeOf('vision-0a1b2c3d.wasm')).toBe('application/wasm');
      expect(await typeOf('ort-0a1b2c3d.mjs')).toContain('text/javascript');
      expect(await typeOf('face-0a1b2c3d.task')).toBe('application/octet-stream');
    });

    it('keeps the style sheet under its stable name only briefly', async () => {
      const style = await adapter.call('/plugin/ozliveness.css');
      expect(style.headers.get('cache-control')).toContain('max-age=300');
      expect(style.headers.get('content-type')).toContain('text/css');
    });

    it('reaches nothing outside the build', async () => {
      for (const path of [
        '/plugin/..%2fapp_config.json',
        '/plugin/%2e%2e/app_config.json',
        '/plugin/asset-manifest.json',
        '/app_config.json',
        '/plugin/%00',
        '/plugin/%ff',
      ])
        expect((await adapter.call(path)).status).toBe(404);
    });
  });

  describe('config.php', () => {
    it('shows what the page may know and no more', async () => {
      const answer = await adapter.call('/config.php');
      const text = await answer.text();
      const config = clientConfigSchema.parse(JSON.parse(text));
      expect(config.assets.main).toBe('/plugin/ozliveness_main-0a1b2c3d.js');
      expect(Object.keys(JSON.parse(text)).sort()).toEqual(Object.keys(clientConfigSchema.shape).sort());
      for (const secret of [BACKEND_TOKEN, backend.apiUrl, 'result_mode', 'license'])
        expect(text).not.toContain(secret);
    });
  });

  describe('telemetry', () => {
    it('takes a beacon of its own session and counts it', async () => {
      const { init } = await adapter.open();
      const batch = {
        event_session_id: init.event_session_id,
        session_token: init.session_token,
        events: [{ name: 'first_face', time_ms: 812, data: { tracker: 'face_landmarker' } }],
      };
      const send = (body: unknown) =>
        adapter.call('/tm.php', {
          method: 'POST',
          headers: { 'content-type': 'text/plain;charset=UTF-8' },
          body: JSON.stringify(body),
        });
      expect((await send(batch)).status).toBe(204);
      expect(adapter.logs.join('')).toContain('"event":"first_face"');
      const metrics = await (await adapter.call('/metrics')).text();
      expect(metrics).toContain('presence_adapter_telemetry_events_total{name="first_face"} 1');

      const other = await adapter.open();
      const stolen = { ...batch, session_token: other.init.session_token };
      expect(await (await send(stolen)).json()).toMatchObject({ code: 'session_token_invalid' });
      const oddName = { ...batch, events: [{ name: 'a{b="c"}', time_ms: 1, data: {} }] };
      expect(await (await send(oddName)).json()).toMatchObject({ code: 'request_invalid' });
      const big = { ...batch, events: [{ name: 'x', time_ms: 1, data: { pad: 'x'.repeat(70_000) } }] };
      expect((await send(big)).status).toBe(413);
    });
  });

  describe('operations', () => {
    it('is healthy and ready', async () => {
      expect(await (await adapter.call('/healthz', { origin: null })).json()).toEqual({ status: 'ok' });
      const ready = await adapter.call('/readyz', { origin: null });
      expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'ready' }]);
    });

    it('lists every code an error may carry in its description', async () => {
      const document = await (await adapter.call('/openapi.json')).json();
      expect(document['x-error-codes'].length).toBeGreaterThan(20);
      expect(document.components.schemas.Error.properties.code.enum).toHaveLength(ERROR_CODES.length);
    });

    it('answers other methods with 405 and unknown addresses with 404', async () => {
      const wrong = await adapter.call('/init.php');
      expect([wrong.status, wrong.headers.get('allow'), (await wrong.json()).code]).toEqual([
        405,
        'POST',
        'method_not_allowed',
      ]);
      expect((await adapter.call('/debug.php')).status).toBe(404);
    });
  });

  describe('what a capture leaves behind', () => {
    it('is no token, key or result in the log, and no container on the disk', async () => {
      const session = await adapter.open({ meta: { transaction_id: 'secret-transaction' } });
      const draft = await draftContainer(session.init, { origin: adapter.url });
      await session.upload(await sealContainer(draft, session.key));
      await session.result();
      const log = adapter.logs.join('');
      expect(log).toContain(session.init.event_session_id);
      for (const secret of [
        session.init.session_token,
        session.init.challenge.nonce,
        session.key.publicJwk.x,
        BACKEND_TOKEN,
        'secret-transaction',
        'confidence_spoofing',
        'authorization',
      ])
        expect(log).not.toContain(secret);
      expect(await readdir(join(adapter.dataDir, 'adapter', 'spool'))).toEqual([]);
      expect(await readdir(join(adapter.dataDir, 'adapter', 'incoming'))).toEqual([]);
    });
  });
});
