import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterUnderTest, type OpenSession, startTestAdapter } from '../support/adapter-under-test.ts';
import type { Fault, SeenCall } from '../support/backend-gate.ts';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { BACKEND_TOKEN } from '../support/oz-backend.ts';
import { type CaptureBackend, LOGIN, onEveryBackend } from './on-every-backend.ts';

const FINISHED = {
  state: 'finished',
  analyses: { quality: { state: 'finished', resolution: 'success' } },
};
const GZIP = { 'content-encoding': 'gzip' };
const authorizing: Fault['match'] = (_method, path) => path === '/api/authorize/auth';
const creating: Fault['match'] = (method, path) => method === 'POST' && path === '/api/folders';
const starting: Fault['match'] = (method, path) => method === 'POST' && path.endsWith('/analyses');
const polling: Fault['match'] = (method, path) => method === 'GET' && path.endsWith('/analyses');

const FAULTS: readonly (readonly [string, Omit<Fault, 'times'>])[] = [
  ['answers 500 to the upload', { match: creating, kind: 'status', status: 500 }],
  ['answers 503 to the analyses', { match: starting, kind: 'status', status: 503 }],
  ['answers 502 to a poll', { match: polling, kind: 'status', status: 502 }],
  ['answers 401 to a poll', { match: polling, kind: 'status', status: 401 }],
  ['answers garbage to the upload', { match: creating, kind: 'garbage' }],
  ['answers garbage to a poll', { match: polling, kind: 'garbage' }],
  ['answers JSON of another kind to a login', { match: authorizing, kind: 'status', status: 200 }],
  ['answers JSON of another kind to the upload', { match: creating, kind: 'status', status: 200 }],
  ['answers the upload without a body', { match: creating, kind: 'status', status: 204 }],
  [
    'says that its reply to a login is packed',
    { match: authorizing, kind: 'status', status: 200, headers: GZIP },
  ],
  ['says that its reply to a poll is packed', { match: polling, kind: 'status', status: 200, headers: GZIP }],
  ...(
    [
      ['a login', authorizing, 302],
      ['the upload', creating, 307],
      ['a poll', polling, 301],
    ] as const
  ).map(([what, match, status]): [string, Omit<Fault, 'times'>] => [
    `redirects ${what}`,
    { match, kind: 'status', status, headers: { location: '/elsewhere' } },
  ]),
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

onEveryBackend((start) => {
  let backend: CaptureBackend;
  let adapter: AdapterUnderTest | undefined;
  /** Calls before this test. */
  let before = 0;

  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend.remove());
  beforeEach(() => {
    before = backend.seen.length;
    backend.idempotent = true;
    backend.analyses = 'done';
  });
  afterEach(() => adapter?.remove());

  const launch = async (config: Record<string, unknown> = {}, now: () => number = Date.now) => {
    adapter = await startTestAdapter(backend.apiUrl, { config, clock: { now } });
    return adapter;
  };
  const capture = async (on: AdapterUnderTest, body: Record<string, unknown> = {}) => {
    const session = await on.open(body);
    const draft = await draftContainer(session.init, { origin: on.url });
    const answer = await session.upload(await sealContainer(draft, session.key));
    expect(answer.status).toBe(202);
    return session;
  };
  const finishes = async (session: OpenSession) =>
    expect(await (await session.result()).json()).toEqual(FINISHED);
  const foldersOf = ({ init }: OpenSession) => backend.foldersOf(init.event_session_id);
  /** It has one folder with one analysis. */
  const isThereOnce = async (session: OpenSession) =>
    expect((await foldersOf(session)).map(({ analyses }) => analyses)).toEqual([['quality']]);
  const calls = (match: (call: SeenCall) => boolean) => backend.seen.slice(before).filter(match);
  const callsTo = (path: string) => calls((call) => call.path === path).length;
  const logins = () => ({
    auth: callsTo('/api/authorize/auth'),
    refresh: callsTo('/api/authorize/refresh'),
  });

  describe('a backend that fails', () => {
    it.each(FAULTS)('and %s twice still gets one folder and one analysis', async (_what, fault) => {
      const on = await launch(LOGIN);
      backend.idempotent = false;
      backend.inject({ ...fault, times: 2 });
      const session = await capture(on);
      await finishes(session);
      await isThereOnce(session);
    });

    it('and never answers runs into the timeout and is asked again', async () => {
      const on = await launch({ backend_timeout_ms: 1000 });
      backend.inject({ match: creating, kind: 'hang', times: 1 });
      await finishes(await capture(on));
      expect(on.logs.join('')).toContain('backend_timeout');
    });

    it('and drips its reply without end is taken for one that never answers, and keeps one folder', async () => {
      const on = await launch({ backend_timeout_ms: 1000 });
      backend.idempotent = false;
      backend.inject({ match: creating, kind: 'drip', everyMs: 500, times: 1 });
      const session = await capture(on);
      await finishes(session);
      expect(on.logs.join('')).toContain('backend_timeout');
      await isThereOnce(session);
    });

    it('is seen on the debug page with the session that waits for it, once', async () => {
      const on = await launch({ debug: true });
      backend.inject({ match: creating, kind: 'status', status: 503, times: 3 });
      const session = await capture(on);
      await finishes(session);
      const page = await (await on.call(`/debug.php?esid=${session.init.event_session_id}`)).text();
      expect(page.match(/<code>backend_unreachable<\/code>/g)).toHaveLength(1);
      expect(page).toContain('The analysis backend answered 503; the capture waits and is sent again.');
      const metrics = await (await on.call('/metrics')).text();
      expect(metrics).not.toMatch(/presence_adapter_errors_total\{[^}]*backend_unreachable/);
    });

    it('and refuses the capture for good ends it with backend_rejected', async () => {
      const on = await launch();
      backend.inject({ match: creating, kind: 'status', status: 400, times: 1 });
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
      expect(await foldersOf(session)).toEqual([]);
    });

    it('and cannot analyse ends it with analysis_failed', async () => {
      const on = await launch();
      backend.analyses = 'failing';
      const answer = await (await capture(on)).result();
      expect([answer.status, (await answer.json()).code]).toEqual([502, 'analysis_failed']);
    });
  });

  describe('a process that is killed', () => {
    it('in the middle of the analysis goes on waiting for it', async () => {
      const on = await launch();
      backend.analyses = 'held';
      const session = await capture(on);
      expect(await (await session.result(1)).json()).toMatchObject({ state: 'processing' });
      await on.stop();
      backend.analyses = 'done';
      await on.restart();
      await finishes(session);
      await isThereOnce(session);
      // A backend that can hold its answer back may.
      const looks = calls(({ method, path }) => polling(method, path));
      expect(looks.map(({ headers }) => headers.prefer)).toContain('wait=5');
    });
  });

  describe('authorisation at the backend', () => {
    it('logs in once for many captures', async () => {
      const on = await launch(LOGIN);
      for (const session of await Promise.all([capture(on), capture(on), capture(on)]))
        await finishes(session);
      expect(logins()).toEqual({ auth: 1, refresh: 0 });
    });

    it('refreshes before the token ends, once for the calls of a capture', async () => {
      let ahead = 0;
      // Tokens of both backends live for 900 s.
      const on = await launch(LOGIN, () => Date.now() + ahead);
      await finishes(await capture(on));
      ahead = 839_000;
      await finishes(await capture(on));
      expect(logins()).toEqual({ auth: 1, refresh: 0 });
      ahead = 841_000;
      await finishes(await capture(on));
      expect(logins()).toEqual({ auth: 1, refresh: 1 });
    });

    it('logs in again when the token is refused', async () => {
      const on = await launch(LOGIN);
      await finishes(await capture(on));
      backend.inject({ match: creating, kind: 'status', status: 401, times: 1 });
      const session = await capture(on);
      await finishes(session);
      await isThereOnce(session);
      expect(logins().auth).toBe(2);
    });

    it("uses the page's token when configured so, asks for it, and forgets it", async () => {
      const on = await launch({ api_use_token: 'client', api_token: null });
      await expect(on.open()).rejects.toThrow('client_token_missing');
      const session = await capture(on, { token: BACKEND_TOKEN });
      await finishes(session);
      expect(await leftBehind(on)).not.toContain(BACKEND_TOKEN);
    });

    it("asks for a session token of each capture's own, and forgets one that the page passed", async () => {
      const path = '/api/authorize/session_token';
      const fetching = await launch({ use_wasm_container: true });
      for (const count of [1, 2]) {
        await finishes(await capture(fetching));
        expect(callsTo(path)).toBe(count);
      }
      await fetching.remove();
      const headers = { 'x-forensic-access-token': BACKEND_TOKEN };
      const reply = await fetch(`${backend.apiUrl}authorize/session_token`, { headers });
      const { session_token } = await reply.json();
      const passing = await launch({ api_use_session_token: 'client' });
      await finishes(await capture(passing, { session_token }));
      expect(callsTo(path)).toBe(3);
      const upload = backend.seen.findLast(({ method, path }) => creating(method, path));
      expect(upload?.headers['x-forensic-session-token']).toBe(session_token);
      expect(await leftBehind(passing)).not.toContain(session_token);
    });

    it('waits for the token file of the bundled engine', async () => {
      const on = await launch({ api_token: null });
      const session = await capture(on);
      await writeFile(`${on.dataDir}/service-token`, `${BACKEND_TOKEN}\n`);
      await finishes(session);
    });
  });

  it('carries the session id to the backend as a trace', async () => {
    const session = await capture(await launch());
    await session.result();
    const [upload] = calls(({ method, path }) => creating(method, path));
    const id = session.init.event_session_id;
    expect(upload?.headers.esid).toBe(id);
    expect(upload?.headers.traceparent).toMatch(new RegExp(`^00-${id.replaceAll('-', '')}-[0-9a-f]{16}-01$`));
  });
});

/** All that the adapter, stopped, has in its data folder. */
async function leftBehind(on: AdapterUnderTest): Promise<string> {
  // A result may be read a moment before the last of its capture is cleared away; a stopped adapter has done so.
  await on.stop();
  const entries = await readdir(join(on.dataDir, 'adapter'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(1);
  const texts = files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1'));
  return (await Promise.all(texts)).join('\n');
}
