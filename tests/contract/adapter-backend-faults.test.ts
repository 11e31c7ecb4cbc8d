import { link, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterUnderTest, type OpenSession, startTestAdapter } from '../support/adapter-under-test.ts';
import type { Fault } from '../support/backend-gate.ts';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { type OzBackend, startOzBackend } from '../support/oz-backend.ts';
import { LOGIN } from './on-every-backend.ts';

let backend: OzBackend;
let adapter: AdapterUnderTest;

beforeEach(async () => {
  backend = await startOzBackend();
});
afterEach(async () => {
  await adapter.remove();
  await backend.stop().catch(() => undefined);
});

async function capture(body: Record<string, unknown> = {}): Promise<OpenSession> {
  const session = await adapter.open(body);
  const draft = await draftContainer(session.init, { origin: adapter.url });
  const answer = await session.upload(await sealContainer(draft, session.key));
  expect(answer.status).toBe(202);
  return session;
}

const renewing: Fault['match'] = (_method, path) => path === '/api/authorize/refresh';
const creating: Fault['match'] = (method, path) => method === 'POST' && path === '/api/folders';

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
    const fileOf = (folder: string, { init }: OpenSession, type: string) =>
      join(adapter.dataDir, 'adapter', folder, `${init.event_session_id}.${type}`);
    const spoolOf = (session: OpenSession) => fileOf('spool', session, 'zip');
    // A first attempt may have the file open already; the next ones ask the backend first.
    for (const session of [kept, gone])
      await expect
        .poll(async () => JSON.parse(await readFile(fileOf('sessions', session, 'json'), 'utf8')).state)
        .toMatchObject({ retry: { attempts: expect.any(Number), lastCode: 'backend_unreachable' } });
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

it.each([
  ['that lives shorter than the margin', 0, 50],
  ['of a backend whose clock is behind', 3_600_000, 900],
])('never fetches a token for each call, not even with one %s', async (_what, ahead, seconds) => {
  backend.tokenLifeSeconds = seconds;
  adapter = await startTestAdapter(backend.apiUrl, {
    config: LOGIN,
    clock: { now: () => Date.now() + ahead },
  });
  for (let count = 0; count < 2; count += 1)
    expect(await (await (await capture()).result()).json()).toMatchObject({ state: 'finished' });
  // The first is half used after 25 s.
  expect(backend.logins).toEqual({ auth: 1, refresh: expect.any(Number) });
  expect(backend.logins.refresh).toBeLessThan(3);
});

describe('a best shot', () => {
  const shotOf = ({ init }: OpenSession) =>
    adapter.call('/best-shot.php', { headers: { authorization: `Bearer ${init.session_token}` } });

  it('is asked for with a new token when the old one is no longer good', async () => {
    adapter = await startTestAdapter(backend.apiUrl, { config: { ...LOGIN, result_mode: 'full' } });
    const session = await capture();
    await session.result();
    backend.tokens.clear();
    expect((await shotOf(session)).status).toBe(200);
  });

  it('is asked of the backend itself, whatever host the link names', async () => {
    adapter = await startTestAdapter(backend.apiUrl, { config: { result_mode: 'full' } });
    backend.bestShotLink = 'http://elsewhere.invalid//elsewhere.invalid/static/x.jpg';
    const session = await capture();
    await session.result();
    expect((await shotOf(session)).status).toBe(424);
    expect(backend.seen.at(-1)?.path).toBe('/elsewhere.invalid/static/x.jpg');
  });

  it('is read out of the link itself, where a stateless backend puts it', async () => {
    const config = { architecture: 'lite', result_mode: 'full' };
    adapter = await startTestAdapter(backend.apiUrl, { config });
    const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
    backend.bestShotLink = `data:image/jpeg;base64,${jpeg.toString('base64')}`;
    const session = await capture();
    await session.result();
    const shot = await shotOf(session);
    expect(shot.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await shot.arrayBuffer())).toEqual(jpeg);
  });
});

it('lite asks one stateless call for everything, and leaves nothing of the capture on the disk', async () => {
  adapter = await startTestAdapter(backend.apiUrl, { config: { architecture: 'lite' } });
  const session = await capture({ meta: { iin: 'number-of-a-person' } });
  expect(await (await session.result()).json()).toMatchObject({ state: 'finished' });
  expect(backend.folders[0]?.metaData).toMatchObject({ iin: 'number-of-a-person' });
  expect(backend.seen.filter(({ path }) => path === '/api/instant/folders')).toHaveLength(1);
  expect(backend.seen.some(({ path }) => path === '/api/folders')).toBe(false);
  // The session is there, to be asked for its result, and the secret.
  const id = session.init.event_session_id;
  const files = await filesLeft();
  expect(JSON.stringify(files)).not.toContain('number-of-a-person');
  const kept = Object.keys(files).filter((name) => !name.endsWith('.lease'));
  expect(kept.sort()).toEqual([
    'session-secret',
    `sessions/${id}.json`,
    // How many analyses the licence has had.
    expect.stringMatching(/^usage\/[0-9a-f-]{36}\.analyses$/),
  ]);
  const usage = Object.entries(files).filter(([name]) => name.startsWith('usage/'));
  expect(JSON.stringify(usage)).not.toContain(id);
  expect(files[`sessions/${id}.json`]).not.toMatch(/results_media|confidence|output_images/);
});

/** Every file of the adapter's data folder, by name, as text. */
async function filesLeft(): Promise<Readonly<Record<string, string>>> {
  // A result may be read a moment before the last of its capture is cleared away; a stopped adapter has done so.
  await adapter.stop();
  const folder = join(adapter.dataDir, 'adapter');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = paths.map(async (path) => [relative(folder, path), await readFile(path, 'latin1')] as const);
  return Object.fromEntries(await Promise.all(texts));
}
