import { createPublicKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSessionKey } from '../../packages/engine/src/auth/session-token.ts';
import { ADMIN, startEngine, type TestEngine } from './oz-api-support.ts';

const MINUTE_MS = 60_000;
const LIVES = { userMs: 15 * MINUTE_MS, serviceMs: 5 * 365 * 24 * 60 * MINUTE_MS, captureMs: 5 * MINUTE_MS };
const SESSION_KEY = newSessionKey();
const clock = { now: Date.parse('2026-11-22T12:00:00Z') };
let engine: TestEngine;

beforeAll(async () => {
  engine = await startEngine({
    now: () => clock.now,
    config: { admin: ADMIN, sessions: { ...LIVES, key: SESSION_KEY } },
  });
});
afterAll(async () => {
  await engine.remove();
});

async function login() {
  const reply = await engine.call('POST', '/api/authorize/auth', {
    token: null,
    json: { credentials: ADMIN },
  });
  expect(reply.status).toBe(200);
  return reply.body;
}

const folders = (token: string) => engine.call('GET', '/api/folders?limit=1', { token });
const refresh = (token: string | null, json: unknown) =>
  engine.call('POST', '/api/authorize/refresh', { token, json });

describe('log-in', () => {
  it('gives a 128-digit token with its end in epoch seconds', async () => {
    const pair = await login();
    expect(pair.access_token).toMatch(/^[0-9a-f]{128}$/);
    expect(pair.expire_token).toMatch(/^[0-9a-f]{128}$/);
    expect(pair.expire_date).toBe((clock.now + 15 * MINUTE_MS) / 1000);
    expect((await folders(pair.access_token)).status).toBe(200);
  });

  it('takes the e-mail address in any case, with a trailing slash', async () => {
    const credentials = { ...ADMIN, email: 'ADMIN@EXAMPLE.ORG' };
    const reply = await engine.call('POST', '/api/authorize/auth/', { token: null, json: { credentials } });
    expect(reply.status).toBe(200);
  });

  it.each([
    ['wrong password', { credentials: { ...ADMIN, password: 'wrong' } }, 401, 7],
    ['unknown address', { credentials: { email: 'x@example.org', password: 'y' } }, 401, 7],
    ['no credentials', {}, 400, 3],
    ['no password', { credentials: { email: 'x@example.org' } }, 400, 3],
    ['wrong type', { credentials: { email: 7, password: 'y' } }, 400, 5],
  ])('refuses %s', async (_name, json, status, code) => {
    const reply = await engine.call('POST', '/api/authorize/auth', { token: null, json });
    expect(reply.status).toBe(status);
    expect(reply.body).toMatchObject({ error_code: code, error_message: expect.any(String) });
  });

  it('makes guessing wait', async () => {
    const credentials = { email: 'guess@example.org', password: 'x' };
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 11; attempt += 1)
      statuses.push(
        (await engine.call('POST', '/api/authorize/auth', { token: null, json: { credentials } })).status,
      );
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(statuses[10]).toBe(429);
  });

  it('makes guesses that come all at once wait as well', async () => {
    const json = { credentials: { email: 'guess-at-once@example.org', password: 'x' } };
    const replies = await Promise.all(
      Array.from({ length: 30 }, () => engine.call('POST', '/api/authorize/auth', { token: null, json })),
    );
    const statuses = replies.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(10).fill(401), ...Array(20).fill(429)]);
  });

  it('keeps tokens and passwords only as hashes', async () => {
    const pair = await login();
    const database = readFileSync(join(engine.dataDir, 'engine', 'engine.db'), 'latin1');
    const journal = readFileSync(join(engine.dataDir, 'engine', 'engine.db-wal'), 'latin1');
    for (const secret of [pair.access_token, pair.expire_token, ADMIN.password, engine.token])
      expect(database.includes(secret) || journal.includes(secret)).toBe(false);
    expect(database.includes('scrypt$') || journal.includes('scrypt$')).toBe(true);
  });
});

describe('access token', () => {
  it.each([
    ['missing', null, 6],
    ['unknown', 'f'.repeat(128), 7],
    ['empty', '', 7],
  ])('is refused when %s', async (_name, token, code) => {
    const reply = await engine.call('GET', '/api/folders', { token });
    expect(reply.status).toBe(401);
    expect([code, 6]).toContain(reply.body.error_code);
    expect(reply.body.details.code).toMatch(/^auth_/);
  });

  it('slides with use and expires without', async () => {
    const { access_token } = await login();
    clock.now += 10 * MINUTE_MS;
    expect((await folders(access_token)).status).toBe(200);
    clock.now += 10 * MINUTE_MS;
    expect((await folders(access_token)).status).toBe(200);
    clock.now += 15 * MINUTE_MS + 1000;
    const late = await folders(access_token);
    expect(late.status).toBe(401);
    expect(late.body.error_code).toBe(8);
  });

  it('of the service account lasts for years', async () => {
    const before = clock.now;
    clock.now += 4 * 365 * 24 * 60 * MINUTE_MS;
    expect((await folders(engine.token)).status).toBe(200);
    clock.now = before;
  });
});

describe('refresh', () => {
  it('gives a new pair; the old one dies when the new one is first used', async () => {
    const old = await login();
    const fresh = await refresh(old.access_token, { expire_token: old.expire_token });
    expect(fresh.status).toBe(200);
    expect((await folders(old.access_token)).status).toBe(200);
    expect((await folders(fresh.body.access_token)).status).toBe(200);
    expect((await folders(old.access_token)).status).toBe(401);
    const again = await refresh(old.access_token, { expire_token: old.expire_token });
    expect(again.status).toBe(401);
    expect(again.body).toMatchObject({ error_code: 7, error_message: 'Session not found' });
  });

  it('works on an expired session', async () => {
    const old = await login();
    clock.now += 20 * MINUTE_MS;
    expect((await refresh(old.access_token, { expire_token: old.expire_token })).status).toBe(200);
  });

  it('refuses with the documented messages', async () => {
    const one = await login();
    const other = await login();
    const missing = await refresh(one.access_token, {});
    expect(missing.status).toBe(400);
    expect(missing.body.error_message).toBe(
      'Could not locate field for key_path expire_token from provided dict data',
    );
    const unknown = await refresh(one.access_token, { expire_token: 'x' });
    expect([unknown.status, unknown.body.error_message]).toEqual([401, 'Session not found']);
    const foreign = await refresh(other.access_token, { expire_token: one.expire_token });
    expect([foreign.status, foreign.body.error_message]).toEqual([
      403,
      'You have not access to refresh this session',
    ]);
    expect((await refresh(null, { expire_token: one.expire_token })).body.error_code).toBe(6);
  });
});

describe('capture session token', () => {
  it('is a JWT signed with ES384, valid for minutes, another one each time', async () => {
    const reply = await engine.call('GET', '/api/authorize/session_token');
    expect(reply.status).toBe(200);
    const token: string = reply.body.session_token;
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES384' });
    const { payload } = await jwtVerify(token, createPublicKey(SESSION_KEY), {
      issuer: 'presence-engine',
      audience: 'capture-session',
      currentDate: new Date(clock.now),
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
    const next = await engine.call('GET', '/api/authorize/session_token');
    expect(decodeJwt(next.body.session_token).jti).not.toBe(payload.jti);
    expect((await engine.call('GET', '/api/authorize/session_token', { token: null })).status).toBe(401);
  });
});

describe('secrets on disk', () => {
  it('are readable by their owner alone', () => {
    expect(statSync(join(engine.dataDir, 'service-token')).mode & 0o777).toBe(0o600);
  });

  it('stay out of the log', async () => {
    const pair = await login();
    await folders(pair.access_token);
    const log = engine.log.join('');
    expect(log.length).toBeGreaterThan(1000);
    for (const secret of [pair.access_token, pair.expire_token, engine.token, ADMIN.password])
      expect(log.includes(secret)).toBe(false);
  });
});
