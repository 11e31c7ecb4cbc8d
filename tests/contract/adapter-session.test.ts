import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { initResponseSchema, VIDEO_ACTIONS } from '@presence/protocol';
import { base64url, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdapterUnderTest, startTestAdapter } from '../support/adapter-under-test.ts';
import { draftContainer, newClientKey, sealContainer } from '../support/container-fixture.ts';
import { type CaptureBackend, onEveryBackend } from './on-every-backend.ts';

onEveryBackend((start) => {
  let backend: CaptureBackend;
  let adapter: AdapterUnderTest;
  /** Ms added to the real time. */
  let ahead = 0;

  beforeAll(async () => {
    backend = await start();
    adapter = await startTestAdapter(backend.apiUrl, {
      clock: { now: () => Date.now() + ahead },
      env: { WA_CORS_ORIGINS: 'https://shop.example,http://localhost:7000' },
    });
  });
  afterAll(async () => {
    await adapter.remove();
    await backend.remove();
  });

  async function honest(session: Awaited<ReturnType<AdapterUnderTest['open']>>): Promise<Buffer> {
    return sealContainer(await draftContainer(session.init, { origin: adapter.url }), session.key);
  }

  async function codeOf(answer: Response): Promise<readonly [number, string]> {
    return [answer.status, (await answer.json()).code];
  }

  async function post(body: unknown, type = 'application/json'): Promise<Response> {
    return adapter.call('/init.php', {
      method: 'POST',
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  describe('init.php', () => {
    it('answers what the protocol says, with or without .php', async () => {
      const { publicJwk } = await newClientKey();
      for (const path of ['/init.php', '/init', '/init.php?ver=1']) {
        const answer = await adapter.call(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ client_key: publicJwk, action: ['video_selfie_eyes'] }),
        });
        const init = initResponseSchema.parse(await answer.json());
        expect(init.challenge.actions).toEqual(['video_selfie_eyes']);
        expect(Buffer.from(init.challenge.nonce, 'base64url').length).toBeGreaterThanOrEqual(16);
        expect(answer.headers.get('cache-control')).toBe('no-store');
      }
    });

    it('draws the challenge itself when the page asks for nothing', async () => {
      const drawn = new Set<string>();
      for (let round = 0; round < 40; round += 1) {
        const { init } = await adapter.open({ action: null });
        expect(init.challenge.actions).toHaveLength(1);
        drawn.add(init.challenge.actions[0] ?? '');
      }
      // 40 draws out of 9: fewer than 5 different ones has a probability below one in a billion.
      expect(drawn.size).toBeGreaterThan(4);
      expect([...drawn].every((action) => (VIDEO_ACTIONS as readonly string[]).includes(action))).toBe(true);
    });

    it('never gives the same nonce or session twice', async () => {
      const opened = await Promise.all(Array.from({ length: 20 }, () => adapter.open()));
      expect(new Set(opened.map(({ init }) => init.challenge.nonce)).size).toBe(20);
      expect(new Set(opened.map(({ init }) => init.event_session_id)).size).toBe(20);
    });

    it('refuses malformed bodies and says where', async () => {
      const { publicJwk } = await newClientKey();
      const bad: readonly unknown[] = [
        '{',
        [],
        {},
        { client_key: { ...publicJwk, d: 'A'.repeat(43) } },
        { client_key: { ...publicJwk, x: 'A'.repeat(43) } },
        { client_key: publicJwk, meta: { a: 1 } },
        { client_key: publicJwk, action: 'video_selfie_left' },
        { client_key: publicJwk, result_mode: 'full' },
      ];
      for (const body of bad) expect(await codeOf(await post(body))).toEqual([400, 'request_invalid']);
      expect(await codeOf(await post('x=1', 'text/plain'))).toEqual([415, 'media_type_unsupported']);
      expect(await codeOf(await post({ client_key: publicJwk, action: ['video_selfie_wink'] }))).toEqual([
        400,
        'action_not_allowed',
      ]);
    });

    it('wants a page of an allowed origin', async () => {
      const call = (origin: string | null) => adapter.call('/init.php', { method: 'POST', origin });
      expect(await codeOf(await call(null))).toEqual([403, 'origin_missing']);
      expect(await codeOf(await call('https://evil.example'))).toEqual([403, 'origin_not_allowed']);
      expect(await codeOf(await call('https://shop.example'))).toEqual([403, 'license_origin_denied']);
    });
  });

  describe('the session token', () => {
    it('is missing', async () => {
      const answer = await adapter.call('/request.php', { method: 'POST' });
      expect(await codeOf(answer)).toEqual([401, 'session_token_missing']);
    });

    it('altered in any part is refused', async () => {
      const session = await adapter.open();
      const parts = session.init.session_token.split('.');
      for (const index of [0, 1, 2]) {
        const part = parts[index] ?? '';
        const changed = `${part[0] === 'A' ? 'B' : 'A'}${part.slice(1)}`;
        const token = parts.map((one, at) => (at === index ? changed : one)).join('.');
        expect(await codeOf(await session.upload(await honest(session), token))).toEqual([
          401,
          'session_token_invalid',
        ]);
      }
    });

    it('unsigned, or signed by somebody else, is refused', async () => {
      const session = await adapter.open();
      const [, claims = ''] = session.init.session_token.split('.');
      const none = `${base64url.encode('{"alg":"none","typ":"presence-session+jwt"}')}.${claims}.`;
      const forged = await new SignJWT(JSON.parse(Buffer.from(claims, 'base64url').toString()))
        .setProtectedHeader({ alg: 'HS256', typ: 'presence-session+jwt' })
        .sign(Buffer.alloc(32));
      for (const token of [none, forged])
        expect(await codeOf(await session.upload(await honest(session), token))).toEqual([
          401,
          'session_token_invalid',
        ]);
    });

    it('of another origin is refused, for upload and result', async () => {
      const session = await adapter.open();
      const headers = {
        authorization: `Bearer ${session.init.session_token}`,
        'content-type': 'application/zip',
      };
      const origin = 'http://localhost:7000';
      const upload = await adapter.call('/request.php', { method: 'POST', headers, origin, body: 'PK' });
      expect(await codeOf(upload)).toEqual([401, 'session_token_invalid']);
      const result = await adapter.call('/result.php', { headers, origin });
      expect(await codeOf(result)).toEqual([401, 'session_token_invalid']);
    });

    it('used once is refused a second time', async () => {
      const session = await adapter.open();
      const container = await honest(session);
      expect((await session.upload(container)).status).toBe(202);
      expect(await codeOf(await session.upload(container))).toEqual([409, 'session_token_used']);
      await session.result();
    });

    it('used by many uploads at once is good for exactly one', async () => {
      const session = await adapter.open();
      const container = await honest(session);
      const answers = await Promise.all(Array.from({ length: 3 }, () => session.upload(container)));
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses).toEqual([202, 409, 409]);
      await session.result();
      expect(await backend.foldersOf(session.init.event_session_id)).toHaveLength(1);
    });

    it('expired is refused for an upload and still reads the result', async () => {
      const late = await adapter.open();
      const done = await adapter.open();
      expect((await done.upload(await honest(done))).status).toBe(202);
      await done.result();
      ahead = 11 * 60_000;
      try {
        expect(await codeOf(await late.upload(await honest(late)))).toEqual([401, 'session_token_expired']);
        expect(await (await done.result(0)).json()).toMatchObject({ state: 'finished' });
      } finally {
        ahead = 0;
      }
    });

    it('is signed with a secret nobody else can read', async () => {
      const secret = await stat(join(adapter.dataDir, 'adapter', 'session-secret'));
      expect(secret.mode & 0o777).toBe(0o600);
    });
  });

  describe('result.php', () => {
    it('takes a wait of 0 to 25 seconds', async () => {
      const session = await adapter.open();
      for (const wait of [-1, 26, 1.5]) {
        expect(await codeOf(await session.result(wait))).toEqual([400, 'request_invalid']);
      }
    });

    it('answers at once when the verdict comes, not when the wait is over', async () => {
      const session = await adapter.open();
      const waiting = session.result(25);
      const started = Date.now();
      expect((await session.upload(await honest(session))).status).toBe(202);
      expect(await (await waiting).json()).toMatchObject({ state: 'finished' });
      expect(Date.now() - started).toBeLessThan(20_000);
    });
  });
});
