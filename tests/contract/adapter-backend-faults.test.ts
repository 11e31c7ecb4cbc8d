import { link, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterUnderTest, type OpenSession, startTestAdapter } from '../support/adapter-under-test.ts';
import type { Fault } from '../support/backend-gate.ts';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { type OzBackend, startOzBackend } from '../support/oz-backend.ts';

let backend: OzBackend;
let adapter: AdapterUnderTest;

beforeEach(async () => {
  backend = await startOzBackend();
});
afterEach(async () => {
  await adapter.remove();
  await backend.stop().catch(() => undefined);
});

async function capture(): Promise<OpenSession> {
  const session = await adapter.open();
  const draft = await draftContainer(session.init, { origin: adapter.url });
  const answer = await session.upload(await sealContainer(draft, session.key));
  expect(answer.status).toBe(202);
  return session;
}

const LOGIN = { api_token: null, api_email: 'adapter@example.org', api_password: 'right-password' };
const GZIP = { 'content-encoding': 'gzip' };
const authorizing: Fault['match'] = (_method, path) => path === '/api/authorize/auth';
const renewing: Fault['match'] = (_method, path) => path === '/api/authorize/refresh';
const creating: Fault['match'] = (method, path) => method === 'POST' && path === '/api/folders';
const polling: Fault['match'] = (method, path) => method === 'GET' && path.endsWith('/analyses');

describe('a backend whose', () => {
  it.each([
    { what: 'login answers JSON of another kind', match: authorizing, status: 200 },
    { what: 'login redirects', match: authorizing, status: 302, headers: { location: '/elsewhere' } },
    { what: 'login says it is packed and is not', match: authorizing, status: 200, headers: GZIP },
    { what: 'upload redirects', match: creating, status: 307, headers: { location: '/elsewhere' } },
    { what: 'upload answers JSON of another kind', match: creating, status: 200 },
    { what: 'upload answers without a body', match: creating, status: 204 },
    { what: 'poll says it is packed and is not', match: polling, status: 200, headers: GZIP },
    { what: 'poll redirects', match: polling, status: 301, headers: { location: '/elsewhere' } },
    { what: 'poll answers 401', match: polling, status: 401 },
  ])('$what keeps the capture, and gets one folder', async ({ match, status, headers = {} }) => {
    backend.idempotent = false;
    adapter = await startTestAdapter(backend.apiUrl, { config: LOGIN });
    backend.inject({ match, kind: 'status', status, headers, times: 2 });
    const session = await capture();
    expect(await (await session.result()).json()).toMatchObject({ state: 'finished' });
    expect(backend.folders).toHaveLength(1);
  });
});

describe('a capture', () => {
  it('is not lost when the page that began the login it waits for goes away', async () => {
    let ahead = 0;
    adapter = await startTestAdapter(backend.apiUrl, {
      config: { ...LOGIN, result_mode: 'full' },
      clock: { now: () => Date.now() + ahead },
    });
    backend.tokenLifeSeconds = 100;
    const read = await capture();
    await read.result();
    const reading = new AbortController();
    const before = backend.logins.auth;
    // Whoever needs a token now waits for this login, half of the token's life being over.
    ahead = 51_000;
    backend.inject({ match: renewing, kind: 'hang', times: 1 });
    const shot = adapter.call('/best-shot.php', {
      headers: { authorization: `Bearer ${read.init.session_token}` },
      signal: reading.signal,
    });
    await expect.poll(() => backend.seen.at(-1)?.path).toBe('/api/authorize/refresh');
    const session = await capture();
    expect(await (await session.result(2)).json()).toMatchObject({ state: 'processing' });
    reading.abort();
    await expect(shot).rejects.toThrow();
    expect(await (await session.result()).json()).toMatchObject({ state: 'finished' });
    expect(backend.logins.auth).toBe(before);
  });

  it('takes no folder of another person, from a backend that lists them all', async () => {
    adapter = await startTestAdapter(backend.apiUrl);
    backend.idempotent = false;
    backend.filters = false;
    const other = await capture();
    expect((await other.result()).status).toBe(200);
    backend.inject({ match: creating, kind: 'status', status: 500, times: 1 });
    const session = await capture();
    expect(await (await session.result()).json()).toMatchObject({ state: 'finished' });
    expect(backend.folders.map(({ metaData }) => metaData.event_session_id)).toEqual([
      other.init.event_session_id,
      session.init.event_session_id,
    ]);
  });

  it('waits while the disk it lies on cannot be read, and is given up when it is gone', async () => {
    adapter = await startTestAdapter(backend.apiUrl);
    await backend.stop();
    const [kept, gone] = [await capture(), await capture()];
    const spoolOf = ({ init }: OpenSession) =>
      join(adapter.dataDir, 'adapter', 'spool', `${init.event_session_id}.zip`);
    await link(spoolOf(kept), `${spoolOf(kept)}.away`);
    // Cannot be opened, whoever asks: it leads to itself. In its place at once: a look between would find nothing there.
    await symlink(spoolOf(kept), `${spoolOf(kept)}.loop`);
    await rename(`${spoolOf(kept)}.loop`, spoolOf(kept));
    await rm(spoolOf(gone));
    await backend.restart();
    expect(await (await gone.result()).json()).toMatchObject({ code: 'internal_error' });
    await expect.poll(() => adapter.logs.join(''), { timeout: 20_000 }).toContain('ELOOP');
    await rename(`${spoolOf(kept)}.away`, spoolOf(kept));
    expect(await (await kept.result()).json()).toMatchObject({ state: 'finished' });
  });
});

it('asks for a best shot with a new token when the old one is no longer good', async () => {
  adapter = await startTestAdapter(backend.apiUrl, { config: { ...LOGIN, result_mode: 'full' } });
  const { init, result } = await capture();
  await result();
  backend.tokens.clear();
  const headers = { authorization: `Bearer ${init.session_token}` };
  expect((await adapter.call('/best-shot.php', { headers })).status).toBe(200);
});
