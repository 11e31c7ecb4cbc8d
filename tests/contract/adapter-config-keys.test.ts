import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyPair, issueLicence, signOrigins } from '@presence/licensing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AdapterUnderTest, startTestAdapter } from '../support/adapter-under-test.ts';
import { captureThrough } from '../support/capture-through.ts';
import { draftContainer, sealContainer } from '../support/container-fixture.ts';
import { BACKEND_TOKEN } from '../support/oz-backend.ts';
import { BANK_LICENCE } from '../support/test-licence.ts';
import { type CaptureBackend, LOGIN, onEveryBackend } from './on-every-backend.ts';

/** Every key of the documented app_config.json: what it is set to, and what can be seen of it. One adapter, reconfigured. */
let adapter: AdapterUnderTest;
let backend: CaptureBackend;
let otherBackend: CaptureBackend;
/** Two more that the backend accepts. */
let otherToken: string;
let pageToken: string;
let licences: string;
let masterSignature: string;
/** What the case under test is about; everything else is the harness's. */
let inForce: Record<string, unknown> = {};
/** Ms added to the real time. */
let ahead = 0;

const MASTER_ORIGIN = 'https://new.bank.example';

type Look = () => Promise<unknown>;

/** What the page learns in config.php. */
const page =
  (key: string): Look =>
  async () =>
    (await (await adapter.call('/config.php')).json())[key];

/** A call of the backend's API, by a client other than the adapter. */
async function ask(path: string, json?: unknown) {
  const headers = { 'x-forensic-access-token': BACKEND_TOKEN, 'content-type': 'application/json' };
  const post = json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) };
  return (await fetch(backend.apiUrl + path, { headers, ...post })).json();
}

/** What the backend is asked for a capture. `lossless` is for the container. */
async function captureOn({ lossless = false, ...body }: Record<string, unknown>) {
  const before = backend.seen.length;
  const { session, result } = await captureThrough(adapter, body, lossless === true);
  const calls = backend.seen.slice(before).filter(({ method }) => method === 'POST');
  const upload = calls.find(({ path }) => path.endsWith('/folders'));
  const start = calls.find(({ path }) => path.endsWith('/analyses'));
  const analyses: readonly { type: string; params?: unknown }[] =
    JSON.parse(start?.json ?? '{}').analyses ?? [];
  const [folder] = await backend.foldersOf(session.init.event_session_id);
  return {
    result,
    folder,
    analyses,
    token: upload?.headers['x-forensic-access-token'],
    sessionToken: upload?.headers['x-forensic-session-token'],
    uploadedTo: upload?.path,
  };
}
type CaptureOn = Awaited<ReturnType<typeof captureOn>>;

/** What a capture becomes. */
const captured =
  (see: (capture: CaptureOn) => unknown, body: Record<string, unknown> = {}): Look =>
  async () =>
    see(await captureOn(body));

/** The challenge, or the code of the refusal. */
const opened =
  (body: Record<string, unknown>): Look =>
  () =>
    adapter.open(body).then(
      ({ init }) => init.challenge.actions,
      (error: Error) => /"code":"(\w+)"/.exec(error.message)?.[1],
    );

const statusOf =
  (path: string, init?: RequestInit & { origin?: string | null }): Look =>
  async () => {
    const answer = await adapter.call(path, init);
    await answer.body?.cancel();
    return answer.status;
  };

/** What a page gets that asks for the result of a session which was opened three hours ago. */
const threeHoursOld =
  (awaited?: number): Look =>
  async () => {
    const { init } = await adapter.open();
    ahead += 180 * 60_000;
    await adapter.reconfigure(inForce);
    // Old sessions are deleted at once where they are deleted at all: long before a capture is through.
    await captureThrough(adapter);
    const look = statusOf('/result.php', { headers: { authorization: `Bearer ${init.session_token}` } });
    if (awaited !== undefined)
      await vi.waitFor(async () => expect(await look()).toBe(awaited), { timeout: 20_000 });
    return look();
  };

const LEFT = ['video_selfie_left'];
const BOTH = ['video_selfie_left', 'photo_id_front'];
const types = ({ analyses }: CaptureOn) => analyses.map(({ type }) => type);

interface Row {
  readonly key: string;
  readonly look: Look;
  /** Configuration and what is seen under it. */
  readonly cases: readonly (readonly [
    config: Record<string, unknown> | (() => Record<string, unknown>),
    unknown,
  ])[];
}

const row = (key: string, look: Look, ...values: readonly (readonly [unknown, unknown])[]): Row => ({
  key,
  look,
  cases: values.map(([value, seen]) => [{ [key]: value }, seen]),
});
/** A key the page obeys; what it does with it is shown in the browser tests: tests/e2e/config-keys.test.ts, or one of its own. */
const shown = (key: string, ...values: readonly unknown[]): Row =>
  row(key, page(key), ...values.map((value) => [value, value] as const));

const ROWS: readonly Row[] = [
  shown('use_for_liveness', false, true),
  row(
    'preinit',
    async () =>
      /plugin_liveness[.\w]*\.js/.exec(await (await adapter.call('/plugin_liveness.php')).text())?.[0],
    ['off', 'plugin_liveness.js'],
    ['script', 'plugin_liveness.script.js'],
    ['full', 'plugin_liveness.full.js'],
  ),
  row(
    'architecture',
    captured(({ uploadedTo }) => uploadedTo),
    ['normal', '/api/folders'],
    ['lite', '/api/instant/folders'],
  ),
  row('architecture', async () => {
    const session = await adapter.open();
    const draft = await draftContainer(session.init, { origin: adapter.url });
    const answer = await session.upload(await sealContainer(draft, session.key));
    return [await page('architecture')(), answer.status, (await answer.json()).code];
  }, ['capture', ['capture', 400, 'request_invalid']]),
  {
    key: 'api_url',
    look: async () => {
      const { session } = await captureThrough(adapter);
      const { event_session_id: id } = session.init;
      return [(await backend.foldersOf(id)).length, (await otherBackend.foldersOf(id)).length];
    },
    cases: [
      [() => ({ api_url: otherBackend.apiUrl }), [0, 1]],
      [() => ({ api_url: backend.apiUrl.replace(/\/$/, '') }), [1, 0]],
    ],
  },
  {
    key: 'api_token',
    look: captured(({ token }) => token === otherToken),
    cases: [
      [{ api_token: BACKEND_TOKEN }, false],
      [() => ({ api_token: otherToken }), true],
    ],
  },
  row('api_use_token', opened({}), ['config', LEFT], ['client', 'client_token_missing']),
  {
    key: 'use_wasm_container',
    look: captured(({ sessionToken }) => typeof sessionToken),
    cases: [
      [{ use_wasm_container: false }, 'undefined'],
      [{ use_wasm_container: true }, 'string'],
    ],
  },
  row(
    'api_use_session_token',
    async () => (await captureOn({ session_token: pageToken })).sessionToken === pageToken,
    ['api', false],
    ['client', true],
  ),
  row('api_use_session_token', opened({}), ['client', 'client_token_missing']),
  { key: 'lang_allow', look: page('lang_allow'), cases: [[{ lang_allow: ['ru', 'en'] }, ['ru', 'en']]] },
  shown('lang_default', 'en', 'kk'),
  row(
    'video_actions_list',
    opened({ action: [...LEFT, 'video_selfie_smile'] }),
    [['video_selfie_smile'], ['video_selfie_smile']],
    [LEFT, LEFT],
  ),
  row(
    'video_required_actions_list',
    opened({ action: LEFT }),
    [[], LEFT],
    [['video_selfie_blank'], ['video_selfie_blank', ...LEFT]],
  ),
  row('photo_actions_list', opened({ action: BOTH }), [[], LEFT], [['photo_id_front'], BOTH]),
  shown('photo_source', ['capture'], ['upload'], ['capture', 'upload']),
  row(
    'actions_default_importance',
    opened({ action: BOTH }),
    [false, BOTH],
    [true, [expect.stringContaining('video_selfie_')]],
  ),
  {
    key: 'actions_default',
    look: async () => ((await opened({ action: null })()) as string[]).map((action) => action.slice(0, 8)),
    cases: [
      [{ actions_default: { video_count: 1 } }, ['video_se']],
      [{ actions_default: { video_count: 2, photo_front: true } }, ['video_se', 'video_se', 'photo_id']],
    ],
  },
  row(
    'analyses',
    captured(types, { action: BOTH }),
    [{ quality: true }, ['quality']],
    [{ quality: false, biometry: true, documents: true }, ['biometry', 'documents']],
  ),
  row('collection_ids', captured(types), [[], ['quality']], [['blacklist'], ['quality', 'collection']]),
  row(
    'extract_best_shot',
    captured(({ analyses }) => analyses[0]?.params),
    [false, { extract_best_shot: false }],
    [true, { extract_best_shot: true }],
  ),
  row(
    'result_mode',
    captured(({ result }) =>
      JSON.stringify(result)
        .replace(/[0-9a-f-]{36}/g, 'ID')
        .slice(0, 75),
    ),
    ['safe', '{"state":"finished"}'],
    ['status', '{"state":"finished","analyses":{"quality":{"state":"finished","resolution":'],
    ['folder', '{"state":"finished","folder_id":"ID","analyses":{"quality":{"state":"finish'],
  ),
  row(
    'result_mode',
    captured(({ result }) => Object.keys(result.analyses?.quality ?? {})),
    ['full', ['state', 'resolution', 'result_json']],
  ),
  row(
    'result_codes',
    captured(({ result }) => result.analyses?.quality?.annotation),
    [null, undefined],
    [{ SUCCESS: 'Welcome' }, 'Welcome'],
    [[{ code: 'success', annotation: 'Come in' }], 'Come in'],
  ),
  row(
    'result_codes',
    async () => (await (await adapter.call('/nothing')).json()).context,
    [null, {}],
    [{ not_found: { annotation: 'Ask Bob' } }, { annotation: 'Ask Bob' }],
  ),
  row('delete_old_sessions', threeHoursOld(), [false, 200]),
  { key: 'delete_old_sessions', look: threeHoursOld(404), cases: [[{ delete_old_sessions: true }, 404]] },
  row('delete_old_sessions_offset_minutes', threeHoursOld(), [190, 200]),
  row('delete_old_sessions_offset_minutes', threeHoursOld(404), [170, 404]),
  row(
    'save_lossless_frame',
    captured(({ folder }) => folder?.media.map(({ fileName }) => fileName), { lossless: true }),
    [false, ['01_video_selfie_left.zip']],
    [true, ['01_video_selfie_left.zip', 'best.png']],
  ),
  shown('save_lossless_frame', true),
  shown('video_file_format', 'zip', 'mov'),
  row('debug', statusOf('/debug.php'), [false, 404], [true, 200]),
  shown('load_3d_mask', false, true),
  {
    key: 'enable_3d_mask',
    look: page('enable_3d_mask'),
    cases: [[{ load_3d_mask: true, enable_3d_mask: true }, true]],
  },
  {
    key: 'master_license_signature',
    look: statusOf('/config.php', { origin: MASTER_ORIGIN }),
    cases: [
      [{ master_license_signature: null }, 403],
      [() => ({ master_license_signature: masterSignature }), 200],
    ],
  },
  shown('results_polling_interval', 500, 2000),
  shown('get_user_media_timeout', { default_default: 40 }, { default_default: 10, android_facebook: 60 }),
  shown('disable_adapter_errors_on_screen', false, true),
];

onEveryBackend((start) => {
  beforeAll(async () => {
    licences = await mkdtemp(join(tmpdir(), 'presence-keys-'));
    const issuer = await createKeyPair();
    const master = await createKeyPair();
    const input = { ...BANK_LICENCE, master_key: master.publicKey };
    await writeFile(join(licences, 'license.json'), await issueLicence(input, issuer.privateKey));
    await mkdir(join(licences, 'keys'));
    await writeFile(join(licences, 'keys', 'issuer.json'), JSON.stringify(issuer.publicKey));
    masterSignature = await signOrigins(
      { license_id: input.license_id, origins: [MASTER_ORIGIN] },
      master.privateKey,
    );
    [backend, otherBackend] = await Promise.all([start(), start()]);
    const { api_email: email, api_password: password } = LOGIN;
    otherToken = (await ask('authorize/auth', { credentials: { email, password } })).access_token;
    pageToken = (await ask('authorize/session_token')).session_token;
    // The scripted backend knows none, and searches in all it is told.
    await ask('collections', { alias: 'blacklist' });
    adapter = await startTestAdapter(backend.apiUrl, {
      env: {
        WA_LICENSE_FILE: join(licences, 'license.json'),
        WA_LICENSE_PUBLIC_KEYS: join(licences, 'keys'),
        WA_CORS_ORIGINS: '*',
      },
      clock: { now: () => Date.now() + ahead },
    });
  });
  afterAll(async () => {
    await adapter.remove();
    await backend.remove();
    await otherBackend.remove();
    await rm(licences, { recursive: true });
  });

  describe('every documented key does what it says', () => {
    for (const { key, look, cases } of ROWS)
      for (const [config, seen] of cases)
        it(`${key} ${JSON.stringify(config) ?? 'set'}`, async () => {
          inForce = typeof config === 'function' ? config() : config;
          await adapter.reconfigure(inForce);
          expect(await look()).toEqual(seen);
        });

    it('and none is missing here', async () => {
      await adapter.reconfigure({ debug: true });
      const text = await (await adapter.call('/debug.php')).text();
      const keys = [...text.matchAll(/<tr><th scope="row">(\w+)<\/th>/g)].map(([, key]) => key);
      const documented = keys.slice(0, keys.indexOf('host'));
      expect(documented).toHaveLength(32);
      expect(new Set(ROWS.map(({ key }) => key))).toEqual(new Set(documented));
    });
  });
});
