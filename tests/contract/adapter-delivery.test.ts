import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterUnderTest, type OpenSession, startTestAdapter } from '../support/adapter-under-test.ts';
import type { Fault } from '../support/backend-gate.ts';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { BACKEND_TOKEN, type OzBackend, startOzBackend } from '../support/oz-backend.ts';

let backend: OzBackend;
let adapter: AdapterUnderTest | undefined;

beforeEach(async () => {
  backend = await startOzBackend();
});
afterEach(async () => {
  await adapter?.remove();
  await backend.stop().catch(() => undefined);
});

async function launch(
  config: Record<string, unknown> = {},
  env: Record<string, string> = {},
  now: () => number = Date.now,
): Promise<AdapterUnderTest> {
  adapter = await startTestAdapter(backend.apiUrl, { config, env, clock: { now } });
  return adapter;
}

async function capture(on: AdapterUnderTest, body: Record<string, unknown> = {}): Promise<OpenSession> {
  const session = await on.open(body);
  const draft = await draftContainer(session.init, { origin: on.url });
  const answer = await session.upload(await sealContainer(draft, session.key));
  expect(answer.status).toBe(202);
  return session;
}

/** Every file of the adapter's data folder, by name, as text. */
async function leftBehind(on: AdapterUnderTest, session: OpenSession) {
  // A result may be read a moment before the last of its capture is cleared away; a stopped adapter has done so.
  await on.stop();
  const folder = join(on.dataDir, 'adapter');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const files = await Promise.all(
    paths.map(async (path) => [relative(folder, path), await readFile(path, 'latin1')] as const),
  );
  return { id: session.init.event_session_id, files: Object.fromEntries(files) };
}

const FINISHED = {
  state: 'finished',
  analyses: { quality: { state: 'finished', resolution: 'success' } },
};
const creating: Fault['match'] = (method, path) => method === 'POST' && path === '/api/folders';
const starting: Fault['match'] = (method, path) => method === 'POST' && path.endsWith('/analyses');
const polling: Fault['match'] = (method, path) => method === 'GET' && path.endsWith('/analyses');

describe('a backend that fails', () => {
  const FAULTS: readonly (readonly [string, Omit<Fault, 'times'>])[] = [
    ['answers 500 to the upload', { match: creating, kind: 'status', status: 500 }],
    ['answers 503 to the analyses', { match: starting, kind: 'status', status: 503 }],
    ['answers 502 to a poll', { match: polling, kind: 'status', status: 502 }],
    ['answers garbage to the upload', { match: creating, kind: 'garbage' }],
    ['answers garbage to a poll', { match: polling, kind: 'garbage' }],
    ['cuts the upload off', { match: creating, kind: 'cut' }],
    ['cuts the upload in its middle', { match: creating, kind: 'cut_midway' }],
    ['has a full disk', { match: creating, kind: 'status', status: 507 }],
    ['ends in the middle of its reply to the upload', { match: creating, kind: 'half_reply' }],
    ['ends in the middle of its reply to a poll', { match: polling, kind: 'half_reply' }],
    ['loses its reply to the upload', { match: creating, kind: 'lost_reply' }],
    ['loses its reply to the analyses', { match: starting, kind: 'lost_reply' }],
    ['drips its reply to the upload', { match: creating, kind: 'drip', everyMs: 2 }],
    ['drips its reply to a poll', { match: polling, kind: 'drip', everyMs: 2 }],
    ['asks to slow down', { match: creating, kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
  ];
  it.each(FAULTS)('and %s twice still gets one folder and one analysis', async (_what, fault) => {
    const on = await launch();
    backend.idempotent = false;
    backend.inject({ ...fault, times: 2 });
    const session = await capture(on);
    expect(await (await session.result()).json()).toEqual(FINISHED);
    expect(backend.folders).toHaveLength(1);
    expect(backend.folders[0]?.analyses).toHaveLength(1);
  });

  it('and never answers runs into the timeout and is asked again', async () => {
    const on = await launch({ backend_timeout_ms: 1000 });
    backend.inject({ match: creating, kind: 'hang', times: 1 });
    const session = await capture(on);
    expect(await (await session.result()).json()).toEqual(FINISHED);
    expect(on.logs.join('')).toContain('backend_timeout');
  });

  it('and drips its reply without end is taken for one that never answers, and keeps one folder', async () => {
    const on = await launch({ backend_timeout_ms: 1000 });
    backend.idempotent = false;
    backend.inject({ match: creating, kind: 'drip', everyMs: 500, times: 1 });
    const session = await capture(on);
    expect(await (await session.result()).json()).toEqual(FINISHED);
    expect(on.logs.join('')).toContain('backend_timeout');
    expect(backend.folders).toHaveLength(1);
  });

  it('is seen on the debug page with the session that waits for it, once', async () => {
    const on = await launch({ debug: true });
    backend.inject({ match: creating, kind: 'status', status: 503, times: 3 });
    const session = await capture(on);
    expect(await (await session.result()).json()).toEqual(FINISHED);
    const page = await (await on.call(`/debug.php?esid=${session.init.event_session_id}`)).text();
    expect(page.match(/<code>backend_unreachable<\/code>/g)).toHaveLength(1);
    expect(page).toContain('The analysis backend answered 503; the capture waits and is sent again.');
    const metrics = await (await on.call('/metrics')).text();
    expect(metrics).not.toMatch(/presence_adapter_errors_total\{[^}]*backend_unreachable/);
  });

  it('and refuses the capture for good ends it with backend_rejected', async () => {
    const on = await launch();
    backend.inject({ match: creating, kind: 'status', status: 400, times: 99 });
    const session = await capture(on);
    const answer = await session.result();
    expect([answer.status, await answer.json()]).toEqual([
      424,
      {
        code: 'backend_rejected',
        event_session_id: session.init.event_session_id,
        message: expect.stringContaining('400'),
        context: { status: 400, reason: 'injected' },
      },
    ]);
  });

  it('and cannot analyse ends it with analysis_failed', async () => {
    const on = await launch();
    backend.verdict = { state: 'FAILED', resolution: 'FAILED' };
    const answer = await (await capture(on)).result();
    expect([answer.status, (await answer.json()).code]).toEqual([502, 'analysis_failed']);
  });
});

describe('a process that is killed', () => {
  it('in the middle of the analysis goes on waiting for it', async () => {
    const on = await launch();
    backend.pollsUntilDone = 1_000_000;
    const session = await capture(on);
    expect(await (await session.result(1)).json()).toMatchObject({ state: 'processing' });
    await on.stop();
    backend.pollsUntilDone = 1;
    await on.restart();
    expect(await (await session.result()).json()).toEqual(FINISHED);
    expect(backend.folders[0]?.analyses).toHaveLength(1);
    // A backend that can hold its answer back may; this one does not know how.
    const looks = backend.seen.filter(({ method, path }) => method === 'GET' && /\/analyses\/?$/.test(path));
    expect(looks.length).toBeGreaterThan(0);
    expect(looks.map(({ headers }) => headers.prefer)).toContain('wait=5');
  });
});

describe('authorisation at the backend', () => {
  const login = { api_token: null, api_email: 'adapter@example.org', api_password: 'right-password' };

  it('logs in once for many captures', async () => {
    backend.tokens.clear();
    const on = await launch(login);
    const sessions = await Promise.all([capture(on), capture(on), capture(on)]);
    for (const session of sessions) expect(await (await session.result()).json()).toEqual(FINISHED);
    expect(backend.logins).toEqual({ auth: 1, refresh: 0 });
  });

  it('refreshes before the token ends, once for the calls of a capture', async () => {
    backend.tokens.clear();
    let ahead = 0;
    const on = await launch(login, {}, () => Date.now() + ahead);
    backend.tokenLifeSeconds = 900;
    expect(await (await (await capture(on)).result()).json()).toEqual(FINISHED);
    ahead = 839_000;
    expect(await (await (await capture(on)).result()).json()).toEqual(FINISHED);
    expect(backend.logins).toEqual({ auth: 1, refresh: 0 });
    ahead = 841_000;
    expect(await (await (await capture(on)).result()).json()).toEqual(FINISHED);
    expect(backend.logins).toEqual({ auth: 1, refresh: 1 });
  });

  it.each([
    ['that lives shorter than the margin', 0, 50],
    ['of a backend whose clock is behind', 3_600_000, 900],
  ])('never fetches a token for each call, not even with one %s', async (_what, ahead, seconds) => {
    backend.tokens.clear();
    backend.tokenLifeSeconds = seconds;
    const on = await launch(login, {}, () => Date.now() + ahead);
    for (let count = 0; count < 2; count += 1)
      expect(await (await (await capture(on)).result()).json()).toEqual(FINISHED);
    // The first is half used after 25 s.
    expect(backend.logins).toEqual({ auth: 1, refresh: expect.any(Number) });
    expect(backend.logins.refresh).toBeLessThan(3);
  });

  it('logs in again when the token is refused', async () => {
    backend.tokens.clear();
    const on = await launch(login);
    expect(await (await (await capture(on)).result()).json()).toEqual(FINISHED);
    backend.tokens.clear();
    expect(await (await (await capture(on)).result()).json()).toEqual(FINISHED);
    expect(backend.logins.auth).toBe(2);
  });

  it("uses the page's token when configured so, asks for it, and forgets it", async () => {
    const on = await launch({ api_use_token: 'client', api_token: null });
    await expect(on.open()).rejects.toThrow('client_token_missing');
    const session = await capture(on, { token: BACKEND_TOKEN });
    expect(await (await session.result()).json()).toEqual(FINISHED);
    expect(JSON.stringify(await leftBehind(on, session))).not.toContain(BACKEND_TOKEN);
  });

  it("asks for a session token of each capture's own, and forgets one that the page passed", async () => {
    const asked = () => backend.seen.filter(({ path }) => path === '/api/authorize/session_token').length;
    const fetching = await launch({ use_wasm_container: true });
    for (const count of [1, 2]) {
      await (await capture(fetching)).result();
      expect(asked()).toBe(count);
    }
    await fetching.remove();
    const passing = await launch({ api_use_session_token: 'client' });
    const session = await capture(passing, { session_token: 'token-of-the-page' });
    await session.result();
    expect(asked()).toBe(2);
    const upload = backend.seen.findLast(({ method, path }) => creating(method, path));
    expect(upload?.headers['x-forensic-session-token']).toBe('token-of-the-page');
    expect(JSON.stringify(await leftBehind(passing, session))).not.toContain('token-of-the-page');
  });

  it('waits for the token file of the bundled engine', async () => {
    const on = await launch({ api_token: null });
    const session = await capture(on);
    const { writeFile } = await import('node:fs/promises');
    await writeFile(`${on.dataDir}/service-token`, `${BACKEND_TOKEN}\n`);
    expect(await (await session.result()).json()).toEqual(FINISHED);
  });
});

describe('result modes', () => {
  it('asks the backend itself for the best shot, whatever host the link names', async () => {
    const on = await launch({ result_mode: 'full' });
    backend.bestShotLink = 'http://elsewhere.invalid//elsewhere.invalid/static/x.jpg';
    const session = await capture(on);
    await session.result();
    const shot = await on.call('/best-shot.php', {
      headers: { authorization: `Bearer ${session.init.session_token}` },
    });
    expect(shot.status).toBe(424);
    expect(backend.seen.at(-1)?.path).toBe('/elsewhere.invalid/static/x.jpg');
  });

  it('reads a best shot that a stateless backend puts into the link itself', async () => {
    const on = await launch({ architecture: 'lite', result_mode: 'full' });
    const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
    backend.bestShotLink = `data:image/jpeg;base64,${jpeg.toString('base64')}`;
    const session = await capture(on);
    await session.result();
    const shot = await on.call('/best-shot.php', {
      headers: { authorization: `Bearer ${session.init.session_token}` },
    });
    expect(shot.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await shot.arrayBuffer())).toEqual(jpeg);
  });

  it('lite asks one stateless call for everything', async () => {
    const on = await launch({ architecture: 'lite' });
    const session = await capture(on, { meta: { iin: 'number-of-a-person' } });
    expect(await (await session.result()).json()).toEqual(FINISHED);
    expect(backend.folders[0]?.metaData).toMatchObject({ iin: 'number-of-a-person' });
    expect(backend.seen.filter(({ path }) => path === '/api/instant/folders')).toHaveLength(1);
    expect(backend.seen.some(({ path }) => path === '/api/folders')).toBe(false);
    // Nothing of the capture is left on the disk: the session is there, to be asked for its result, and the secret.
    const { id, files } = await leftBehind(on, session);
    expect(JSON.stringify(files)).not.toContain('number-of-a-person');
    const kept = Object.keys(files).filter((name) => !name.endsWith('.lease'));
    expect(kept.sort()).toEqual([
      'session-secret',
      `sessions/${id}.json`,
      // How many analyses the licence has had.
      expect.stringMatching(/^usage\/[0-9a-f-]{36}\.analyses$/),
    ]);
    expect(JSON.stringify(Object.entries(files).filter(([name]) => name.startsWith('usage/')))).not.toContain(
      id,
    );
    expect(files[`sessions/${id}.json`]).not.toMatch(/results_media|confidence|output_images/);
  });
});

it('carries the session id to the backend as a trace', async () => {
  const on = await launch();
  const session = await capture(on);
  await session.result();
  const upload = backend.seen.find(({ method, path }) => creating(method, path));
  const id = session.init.event_session_id;
  expect(upload?.headers.esid).toBe(id);
  expect(upload?.headers.traceparent).toMatch(new RegExp(`^00-${id.replaceAll('-', '')}-[0-9a-f]{16}-01$`));
});
