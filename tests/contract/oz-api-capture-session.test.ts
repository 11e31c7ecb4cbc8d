import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSessionTokenSigner, newSessionKey } from '../../packages/engine/src/auth/session-token.ts';
import { openSqliteStore } from '../../packages/engine/src/store/sqlite-store.ts';
import { newAccount } from '../support/company-world.ts';
import { form, jpeg, startEngine, type TestEngine } from './oz-api-support.ts';

const clock = { now: Date.now() };
let engine: TestEngine;

beforeAll(async () => {
  engine = await startEngine({ now: () => clock.now });
});
afterAll(() => engine.remove());

async function sessionToken(): Promise<string> {
  return (await engine.call('GET', '/api/authorize/session_token')).body.session_token;
}

const alone = (session: string) => ({ token: null, headers: { 'X-Forensic-Session-Token': session } });
const upload = (session: string, payload?: unknown, seed: string = randomUUID()) =>
  engine.call('POST', '/api/folders', { ...alone(session), body: form({ v: jpeg(seed) }, payload) });

describe('a session token', () => {
  it('lets one capture be uploaded, analysed and read, without an access token', async () => {
    const session = await sessionToken();
    const folder = await upload(session);
    expect(folder.status).toBe(201);
    const path = `/api/folders/${folder.body.folder_id}`;
    const body = form({ w: jpeg('more') });
    expect((await engine.call('POST', `${path}/media`, { ...alone(session), body })).status).toBe(201);
    const json = { analyses: [{ type: 'quality' }] };
    const started = await engine.call('POST', `${path}/analyses`, { ...alone(session), json });
    expect(started.status).toBe(201);
    expect((await engine.call('GET', path, alone(session))).status).toBe(200);
    const list = await engine.call('GET', '/api/folders', alone(session));
    expect([list.body.total, list.body.items[0].folder_id]).toEqual([1, folder.body.folder_id]);
  });

  it('is good for one folder only', async () => {
    const session = await sessionToken();
    expect((await upload(session)).status).toBe(201);
    const second = await upload(session);
    expect([second.status, second.body.details.code]).toEqual([401, 'auth_invalid']);
    const other = await engine.call('POST', '/api/folders', { body: form({ v: jpeg('other') }) });
    const path = `/api/folders/${other.body.folder_id}`;
    expect((await engine.call('GET', path, alone(session))).status).toBe(404);
    expect((await engine.call('DELETE', path, alone(session))).status).toBe(403);
  });

  it('may be used again when the upload came to nothing, and repeats with its idempotency key', async () => {
    const session = await sessionToken();
    expect((await upload(session, { analyses: [{ type: 'palmistry' }] })).status).toBe(400);
    const headers = { ...alone(session).headers, 'Idempotency-Key': randomUUID() };
    const send = () =>
      engine.call('POST', '/api/folders', { token: null, headers, body: form({ v: jpeg('again') }) });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.folder_id).toBe(first.body.folder_id);
  });

  it('does for an instant request too, once', async () => {
    const session = await sessionToken();
    const ask = () =>
      engine.call('POST', '/api/instant/folders', {
        ...alone(session),
        body: form({ v: jpeg('instant') }, { analyses: [{ type: 'quality' }] }),
      });
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 401]);
  });

  it('names no receiver: its holder is a browser', async () => {
    const webhook = { url: 'https://example.com/', secret: `whsec_${Buffer.alloc(32).toString('base64')}` };
    expect((await upload(await sessionToken(), { webhook })).status).toBe(403);
  });

  it('is over after minutes', async () => {
    const session = await sessionToken();
    clock.now += 301_000;
    const late = await upload(session);
    expect([late.status, late.body.error_code]).toEqual([401, 8]);
  });

  it('must be signed by this installation, and go with the access token beside it', async () => {
    const forged = createSessionTokenSigner(newSessionKey(), 'forger', {
      now: () => clock.now,
      lifetimeMs: 60_000,
    });
    const none = await new SignJWT({ sub: 'x' })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from('secret'));
    for (const session of ['', 'x', none, await forged.sign('5c0e9f0c-7a1f-4d57-9f1d-0a5a3a6f0002')]) {
      const reply = await upload(session);
      expect([reply.status, [6, 7].includes(reply.body.error_code)]).toEqual([401, true]);
    }
    const store = await openSqliteStore(join(engine.dataDir, 'engine', 'engine.db'));
    const { token } = await newAccount(store, 'CLIENT', '5c0e9f0c-7a1f-4d57-9f1d-0a5a3a6f0001');
    await store.close();
    const { headers } = alone(await sessionToken());
    const foreign = await engine.call('POST', '/api/folders', {
      token,
      headers,
      body: form({ v: jpeg('z') }),
    });
    expect([foreign.status, foreign.body.error_code]).toEqual([401, 7]);
    const own = await engine.call('POST', '/api/folders', { headers, body: form({ v: jpeg('z') }) });
    expect(own.status).toBe(201);
  });

  it('of one start is accepted by the next: the key is in the database', async () => {
    const first = await startEngine();
    const { body } = await first.call('GET', '/api/authorize/session_token');
    await first.stop();
    const second = await startEngine({ dataDir: first.dataDir });
    const reply = await second.call('POST', '/api/folders', {
      ...alone(body.session_token),
      body: form({ v: jpeg('next') }),
    });
    expect(reply.status).toBe(201);
    await second.remove();
  });

  it('refuses to start with a key of another kind', async () => {
    const key = newSessionKey().replaceAll('A', 'B');
    const sessions = { userMs: 1000, serviceMs: 1000, captureMs: 1000, key };
    await expect(startEngine({ config: { sessions } })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('ENGINE_SESSION_KEY'),
    });
  });
});
