import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { watch } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pluginFixture } from '../support/adapter-under-test.ts';
import { type NodeCapture, startNodeCapture } from '../support/node-capture.ts';
import { BACKEND_TOKEN } from '../support/oz-backend.ts';
import { type Program, startProgram } from '../support/program.ts';
import { startRedis } from '../support/redis-server.ts';
import { type CaptureBackend, onEveryBackend } from './on-every-backend.ts';

const run = promisify(execFile);
async function launch(
  apiUrl: string,
  dataDir: string,
  { port = '0', ...env }: Record<string, string> = {},
): Promise<Program> {
  const configFile = join(dataDir, 'app_config.json');
  const analyses = { quality: true, biometry: false, documents: false };
  const config = { api_url: apiUrl, api_token: BACKEND_TOKEN, analyses, result_mode: 'status' };
  await writeFile(configFile, JSON.stringify({ ...config, video_actions_list: ['video_selfie_blank'] }));
  return startProgram(
    'adapter/dist/main.js',
    {
      PORT: port,
      PRESENCE_DATA: dataDir,
      WA_CONFIG_FILE: configFile,
      WA_PLUGIN_DIR: await pluginFixture(dataDir),
      WA_DEMO_DIR: join(dataDir, 'no-demo'),
      ...env,
    },
    /adapter listening on (\S+)/,
  );
}

/** A session and an honest container of about a megabyte: noise does not compress. */
async function largeCapture(adapter: Program): Promise<{ capture: NodeCapture; container: Buffer }> {
  const [width, height] = [640, 480];
  const raw = { width, height, channels: 3 } as const;
  const frames = Array.from({ length: 4 }, () => randomBytes(width * height * 3));
  const jpegs = await Promise.all(frames.map((pixels) => sharp(pixels, { raw }).jpeg().toBuffer()));
  const capture = await startNodeCapture(adapter.url, ['video_selfie_blank']);
  return { capture, container: await capture.seal([jpegs]) };
}

/** Begins an upload without sending any of its body. */
function beginUpload(adapter: Program, { init }: NodeCapture, bytes: number): ClientRequest {
  return request(`${adapter.url}/request.php`, {
    method: 'POST',
    headers: {
      origin: adapter.url,
      authorization: `Bearer ${init.session_token}`,
      'content-type': 'application/zip',
      'content-length': bytes,
    },
  });
}

onEveryBackend((start) => {
  let backend: CaptureBackend;
  let dataDir: string;
  let adapter: Program;

  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend.remove());
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'presence-process-'));
    adapter = await launch(backend.apiUrl, dataDir);
  });
  afterEach(async () => {
    await adapter.stop('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  });

  const filesIn = (folder: string) => readdir(join(dataDir, 'adapter', folder));

  describe('an adapter told to end', () => {
    it.each(['files', 'Redis'])(
      'takes the upload that is under way, no new one, and delivers after its next start: %s',
      async (where) => {
        await backend.stop();
        const redis = where === 'Redis' ? await startRedis() : undefined;
        const env = redis === undefined ? {} : { WA_REDIS_URL: redis.url };
        await adapter.stop('SIGKILL');
        // Nobody listens there; what a request under way tells of itself at its end must not end the process.
        const influx = { WA_INFLUX_URL: 'http://127.0.0.1:1', WA_INFLUX_TOKEN: 'none' };
        adapter = await launch(backend.apiUrl, dataDir, { ...env, ...influx });
        const { capture, container } = await largeCapture(adapter);
        const upload = beginUpload(adapter, capture, container.length);
        const status = new Promise<number | undefined>((resolve, reject) => {
          upload.once('response', (response) => resolve(response.resume().statusCode));
          upload.once('error', reject);
        });
        upload.write(container.subarray(0, container.length / 2));
        await expect.poll(() => filesIn('incoming')).toHaveLength(1);
        const ended = adapter.stop('SIGTERM');
        await expect
          .poll(() =>
            fetch(`${adapter.url}/healthz`).then(
              () => 'served',
              () => 'refused',
            ),
          )
          .toBe('refused');
        upload.end(container.subarray(container.length / 2));
        expect(await status).toBe(202);
        expect(await ended).toBe(0);
        expect(await filesIn('spool')).toEqual([`${capture.init.event_session_id}.zip`]);
        await backend.restart();
        adapter = await launch(backend.apiUrl, dataDir, env);
        const { event_session_id: id } = capture.init;
        await expect.poll(async () => (await backend.foldersOf(id)).length, { timeout: 30_000 }).toBe(1);
        const frames = (await (await backend.foldersOf(id))[0]?.media[0]?.content()) ?? [];
        expect(Buffer.concat(frames).length).toBeGreaterThan(container.length / 2);
        await adapter.stop('SIGKILL');
        await redis?.remove();
      },
    );
  });

  describe('an adapter killed the moment a container lies in the spool', () => {
    it('loses nothing: the page, which had no answer, sends again and gets its result', async () => {
      const { capture, container } = await largeCapture(adapter);
      const { port } = new URL(adapter.url);
      const file = join(dataDir, 'adapter', 'sessions', `${capture.init.event_session_id}.json`);
      const killed = new Promise<number | null>((resolve) => {
        const spool = watch(join(dataDir, 'adapter', 'spool'), () => {
          spool.close();
          resolve(adapter.stop('SIGKILL'));
        });
      });
      const first = await capture.upload(container).then(
        ({ status }) => status,
        () => 'cut off',
      );
      await killed;
      const left = JSON.parse(await readFile(file, 'utf8')).state.kind;
      adapter = await launch(backend.apiUrl, dataDir, { port });
      const again = await capture.upload(container);
      // Killed a moment too late for this test's purpose, it had accepted; what follows is true all the same.
      expect(again.status).toBe(left === 'open' ? 202 : 409);
      if (left === 'open') expect(first).toBe('cut off');
      expect(await capture.result()).toMatchObject({ state: 'finished' });
      expect(await backend.foldersOf(capture.init.event_session_id)).toHaveLength(1);
      expect(await filesIn('spool')).toEqual([]);
    }, 30_000);
  });

  describe('a disk that takes no more', () => {
    it('is said with 507 before anything is accepted, and the same session may send again', async () => {
      const { capture, container } = await largeCapture(adapter);
      // The kernel refuses to let any file of this process grow beyond it.
      const limit = (bytes: string) => run('prlimit', ['--pid', String(adapter.pid), `--fsize=${bytes}`]);
      await limit(`${Math.floor(container.length / 2)}:unlimited`);
      const refused = await capture.upload(container);
      expect(refused).toMatchObject({
        status: 507,
        error: { code: 'storage_full', message: expect.stringContaining('PRESENCE_DATA') },
      });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      const folders = await backend.foldersOf(capture.init.event_session_id);
      expect([await filesIn('incoming'), await filesIn('spool'), folders]).toEqual([[], [], []]);
      await limit('unlimited');
      expect((await capture.upload(container)).status).toBe(202);
      expect(await capture.result()).toMatchObject({ state: 'finished' });
      expect(await backend.foldersOf(capture.init.event_session_id)).toHaveLength(1);
    });
  });
});
