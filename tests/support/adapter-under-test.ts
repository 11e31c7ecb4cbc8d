import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AdapterOptions, createAdapter, loadConfig } from '@presence/adapter';
import { type AdapterClient, adapterClient, type InitResponse, LOADER_FILES } from '@presence/protocol';
import { type ClientKeyPair, newClientKey } from './container-fixture.ts';
import { freePort } from './free-port.ts';
import { BACKEND_TOKEN } from './oz-backend.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface AdapterUnderTest {
  readonly url: string;
  readonly dataDir: string;
  /** Every log line so far. */
  readonly logs: readonly string[];
  /** Typed calls of a page of the adapter's own origin. */
  readonly client: AdapterClient;
  call(path: string, init?: RequestInit & { origin?: string | null }): Promise<Response>;
  /** Opens a session with a fresh key. */
  open(body?: Record<string, unknown>): Promise<OpenSession>;
  /** Ends the process' part of it, as a kill would: without waiting for deliveries. */
  stop(): Promise<void>;
  /** A new adapter over the same data and port. */
  restart(): Promise<void>;
  /** Puts these keys, and the harness's defaults for all others, into force without a restart. */
  reconfigure(config: Readonly<Record<string, unknown>>): Promise<void>;
  /** Stops and removes the data. */
  remove(): Promise<void>;
}

export interface OpenSession {
  readonly init: InitResponse;
  readonly key: ClientKeyPair;
  upload(container: Buffer, token?: string): Promise<Response>;
  /** One answer after at most so many seconds; without a number, the answer once nothing is processing any more. */
  result(waitSeconds?: number): Promise<Response>;
}

export interface TestAdapterOptions {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly dataDir?: string;
  readonly clock?: AdapterOptions['clock'];
  /** Watches the configuration file; a test that never changes it needs no watcher. */
  readonly watchEveryMs?: number;
}

const ACTIONS = ['blank', 'best', 'left', 'right', 'high', 'down', 'smile', 'eyes', 'scan'];

/** The adapter in this process, over HTTP, with a data folder of its own and the development licence. */
export async function startTestAdapter(
  apiUrl: string,
  options: TestAdapterOptions = {},
): Promise<AdapterUnderTest> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'presence-adapter-')));
  const logs: string[] = [];
  const plugin = await pluginFixture(dataDir);
  const launch = async (port: number) => {
    const input = await settings(dataDir, plugin, apiUrl, options);
    const loaded = await loadConfig(input);
    const adapter = await createAdapter({
      loaded,
      version: '0.0.0-test',
      ...(options.watchEveryMs ? { watch: input, watchEveryMs: options.watchEveryMs } : {}),
      logTo: { write: (line) => void logs.push(line) },
      ...(options.clock ? { clock: options.clock } : {}),
    });
    const server = createServer(adapter.app);
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    await adapter.start();
    return { adapter, server, port: portOf(server) };
  };
  let running = await launch(await freePort());
  const url = `http://127.0.0.1:${running.port}`;
  const stop = async () => {
    running.server.closeAllConnections();
    await new Promise((resolve) => running.server.close(resolve));
    await running.adapter.close();
  };
  const call: AdapterUnderTest['call'] = (path, { origin = url, headers, ...init } = {}) => {
    const all = new Headers(headers);
    if (origin !== null) all.set('origin', origin);
    return fetch(`${url}${path}`, { ...init, headers: all });
  };
  return {
    url,
    dataDir,
    logs,
    client: adapterClient({ baseUrl: url, headers: { origin: url } }),
    call,
    open: (body = {}) => openSession(call, body),
    stop,
    restart: async () => {
      running = await launch(running.port);
    },
    reconfigure: async (config) => {
      const input = await settings(dataDir, plugin, apiUrl, { ...options, config });
      await running.adapter.apply(await loadConfig(input));
    },
    remove: async () => {
      await stop().catch(() => undefined);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openSession(
  call: AdapterUnderTest['call'],
  body: Record<string, unknown>,
): Promise<OpenSession> {
  const key = await newClientKey();
  const answer = await call('/init.php', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action: ['video_selfie_left'], client_key: key.publicJwk, ...body }),
  });
  if (!answer.ok) throw new Error(`init.php answered ${answer.status}: ${await answer.text()}`);
  // Checked against the schema by adapter-init.test.ts.
  const init = (await answer.json()) as InitResponse;
  const resultAfter = (wait: number) =>
    call(`/result.php?wait=${wait}`, { headers: { authorization: `Bearer ${init.session_token}` } });
  return {
    init,
    key,
    upload: (container, token = init.session_token) =>
      call('/request.php', {
        method: 'POST',
        headers: { 'content-type': 'application/zip', authorization: `Bearer ${token}` },
        body: new Uint8Array(container),
      }),
    result: (wait) => (wait === undefined ? settled(resultAfter) : resultAfter(wait)),
  };
}

/** A busy machine may need longer than one call waits; after a minute it is a fault. */
async function settled(resultAfter: (wait: number) => Promise<Response>): Promise<Response> {
  for (let asked = 1; ; asked += 1) {
    const answer = await resultAfter(20);
    if (asked === 4 || !answer.ok || (await answer.clone().json()).state !== 'processing') return answer;
  }
}

async function settings(
  dataDir: string,
  plugin: string,
  apiUrl: string,
  { config = {}, env = {} }: TestAdapterOptions,
) {
  const configFile = join(dataDir, 'app_config.json');
  const defaults = {
    api_token: BACKEND_TOKEN,
    video_actions_list: ACTIONS.map((name) => `video_selfie_${name}`),
    photo_actions_list: ['photo_selfie', 'photo_id_front', 'photo_id_back'],
    analyses: { quality: true, biometry: false, documents: false },
    extract_best_shot: true,
    result_mode: 'status',
    rate_limit_per_minute: 0,
  };
  await writeFile(configFile, JSON.stringify({ ...defaults, api_url: apiUrl, ...config }));
  return {
    env: {
      PRESENCE_DATA: dataDir,
      WA_CONFIG_FILE: configFile,
      WA_LICENSE_FILE: join(ROOT, 'license/license.json'),
      WA_LICENSE_PUBLIC_KEYS: join(ROOT, 'license/public-keys'),
      WA_PLUGIN_DIR: plugin,
      WA_DEMO_DIR: join(dataDir, 'no-demo'),
      ...env,
    },
    readFile: (path: string) => readFile(path, 'utf8'),
    cwd: dataDir,
  };
}

/** A browser build in miniature: the right names, no content worth serving. */
export async function pluginFixture(folder: string): Promise<string> {
  const build = join(folder, 'plugin-build');
  await mkdir(join(build, 'plugin/vendor'), { recursive: true });
  const assets: Record<string, string> = {
    main: 'ozliveness_main-0a1b2c3d.js',
    style: 'liveness-0a1b2c3d.css',
    tracking_worker: 'faceworker-0a1b2c3d.js',
    fallback_worker: 'fallbackworker-0a1b2c3d.js',
    container_worker: 'containerworker-0a1b2c3d.js',
    finder_worker: 'finderworker-0a1b2c3d.js',
    finder_weights: 'vendor/finder-0a1b2c3d.bin',
    face_mask: 'facemask-0a1b2c3d.js',
    movie_maker: 'moviemaker-0a1b2c3d.js',
    vision_wasm_loader: 'vendor/vision-0a1b2c3d.js',
    vision_wasm_binary: 'vendor/vision-0a1b2c3d.wasm',
    vision_wasm_whole: 'vendor/vision-whole-0a1b2c3d.wasm',
    face_landmarker_model: 'vendor/face-0a1b2c3d.task',
    onnx_wasm_loader: 'vendor/ort-0a1b2c3d.mjs',
    onnx_wasm_binary: 'vendor/ort-0a1b2c3d.wasm',
    onnx_face_detector_model: 'vendor/detector-0a1b2c3d.onnx',
    onnx_face_landmarks_model: 'vendor/landmarks-0a1b2c3d.onnx',
    self_test_frame: 'self-test-0a1b2c3d.jpg',
  };
  const below = Object.values(assets).map((name) => `plugin/${name}`);
  for (const name of [...below, ...Object.values(LOADER_FILES), 'plugin/ozliveness.css'])
    await writeFile(join(build, name), `/* ${name} */`);
  await writeFile(join(build, 'plugin/ozliveness_main-0a1b2c3d.js.br'), 'brotli bytes');
  await writeFile(join(build, 'plugin/ozliveness_main-0a1b2c3d.js.gz'), 'gzip bytes');
  const manifest = Object.entries(assets).map(([key, name]) => [key, `/plugin/${name}`]);
  await writeFile(join(build, 'asset-manifest.json'), JSON.stringify(Object.fromEntries(manifest)));
  return build;
}

function portOf(server: Server): number {
  // A TCP server's address is an object.
  return (server.address() as AddressInfo).port;
}
