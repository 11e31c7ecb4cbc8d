import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { videoTags } from '@presence/protocol';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { shotSet } from '../contract/oz-api-support.ts';
import { type Cluster, clusterOf, variablesOf } from '../support/cluster/cluster-of.ts';
import { type Program, ROOT, startProgram } from '../support/program.ts';

/* The compiled engine as an operator starts it: `main.js --role api` and `--role worker` with the real models. */

const MAIN = 'packages/engine/dist/main.js';
const LISTENING = /engine listening on (\S+)/;
const TOKEN = 'a-service-token-of-the-test-0123456789';
/** Seconds of work for one thread: a turn is asked for that nobody makes, so every frame is looked at. */
const FRAMES = 120;

const folders: string[] = [];
const programs: Program[] = [];
let cluster: Cluster | undefined;
let api: Program;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'presence-program-'));
  folders.push(folder);
  return folder;
}

async function start(role: 'api' | 'worker'): Promise<Program> {
  const env = {
    ENGINE_PORT: '0',
    ENGINE_THREADS: '1',
    ENGINE_SERVICE_TOKEN: TOKEN,
    PRESENCE_DATA: newFolder(),
    ...variablesOf(cluster),
  };
  const program = await startProgram(MAIN, env, LISTENING, ['--role', role]);
  programs.push(program);
  return program;
}

beforeAll(async () => {
  cluster = await clusterOf(newFolder());
  api = await start('api');
});
afterAll(async () => {
  for (const program of programs) await program.stop('SIGKILL');
  await cluster?.remove();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const FOLDER = z.object({ folder_id: z.string() });
const ORDERED = z.tuple([z.object({ analysis_id: z.string() })]);
const REASONS = z.object({ reasons: z.array(z.object({ code: z.string() })) });
const ANALYSIS = z.object({
  state: z.string(),
  resolution: z.string().nullable(),
  time_started: z.unknown(),
  time_finished: z.unknown(),
  results_media: z.array(z.object({ results_data: z.unknown() })),
});

async function call<T>(shape: z.ZodType<T>, path: string, init: RequestInit = {}): Promise<T> {
  const headers = { 'X-Forensic-Access-Token': TOKEN, ...init.headers };
  const reply = await fetch(api.url + path, { ...init, headers });
  expect(reply.ok, `${path}: ${reply.status}`).toBe(true);
  return shape.parse(await reply.json());
}

/** One face that looks at the camera and never turns. */
async function stillClip(): Promise<Buffer> {
  const portrait = sharp(join(ROOT, 'tests/fixtures/faces/astronaut.png')).removeAlpha();
  const face = await portrait.extract({ left: 20, top: 0, width: 440, height: 330 }).toBuffer();
  const frames: Buffer[] = [];
  for (let index = 0; index < FRAMES; index += 1)
    frames.push(
      await sharp(face)
        .modulate({ brightness: 1 + index / 2000 })
        .jpeg({ quality: 85 })
        .toBuffer(),
    );
  return shotSet(frames);
}

it('gives one verdict when the worker at it is killed and another one starts', async () => {
  const first = await start('worker');
  const body = new FormData();
  body.set('clip', new Blob([new Uint8Array(await stillClip())], { type: 'application/zip' }), 'clip.zip');
  const tags = { clip: videoTags('video_selfie_left', 'landscape') };
  body.set('payload', JSON.stringify({ 'media:tags': tags }));
  const { folder_id } = await call(FOLDER, '/api/folders', { method: 'POST', body });
  const [{ analysis_id }] = await call(ORDERED, `/api/folders/${folder_id}/analyses`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ analyses: [{ type: 'quality' }] }),
  });
  const look = () => call(ANALYSIS, `/api/analyses/${analysis_id}`);
  await expect
    .poll(async () => (await look()).time_started, { interval: 20, timeout: 60_000, message: 'work begins' })
    .not.toBeNull();
  await first.stop('SIGKILL');
  expect(await look()).toMatchObject({ state: 'PROCESSING', time_finished: null });

  await start('worker');
  await expect
    .poll(async () => (await look()).state, { interval: 200, timeout: 120_000, message: 'a verdict' })
    .toBe('FINISHED');
  const { resolution, results_media } = await look();
  expect([resolution, results_media.length]).toEqual(['DECLINED', 1]);
  const { reasons } = REASONS.parse(results_media[0]?.results_data);
  expect(reasons.map(({ code }) => code)).toContain('gesture_not_performed');
  const { items } = await call(z.object({ items: z.unknown() }), '/api/statistics');
  expect(items).toEqual([expect.objectContaining({ type: 'QUALITY', resolution: 'DECLINED', count: 1 })]);
  const { queue } = await call(z.object({ queue: z.unknown() }), '/api/healthcheck');
  expect(queue).toEqual({ waiting: 0, running: 0 });
});
