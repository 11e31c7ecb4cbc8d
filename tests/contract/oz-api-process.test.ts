import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { form, shotSet } from './oz-api-support.ts';

/* The compiled program with the real models, as an operator runs it. `npm run build` makes both. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const PORT = 18020;
const dataDir = mkdtempSync(join(tmpdir(), 'presence-process-'));
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

interface Program {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
}

function run(env: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, ['packages/engine/dist/main.js'], {
    cwd: root,
    env: { PATH: process.env.PATH, PRESENCE_DATA: dataDir, ENGINE_PORT: String(PORT), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  return {
    child,
    output: () => chunks.join(''),
    exit: once(child, 'close').then(() => child.exitCode),
  };
}

async function ready(program: Program): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!program.output().includes(`engine listening on http://127.0.0.1:${PORT}`)) {
    if (Date.now() > deadline || program.child.exitCode !== null)
      throw new Error(`the engine did not come up: ${program.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function api(path: string, init: RequestInit = {}) {
  const token = readFileSync(join(dataDir, 'service-token'), 'utf8').trim();
  const headers = { 'X-Forensic-Access-Token': token, ...init.headers };
  const response = await fetch(`http://127.0.0.1:${PORT}/api/${path}`, { ...init, headers });
  return response.json();
}

/** A face that does nothing for two seconds. */
async function stillFace(): Promise<Buffer> {
  const portrait = await sharp(join(root, 'tests/fixtures/faces/astronaut.png'))
    .resize(640, 480, { fit: 'cover', position: 'top' })
    .toBuffer();
  const frames = Array.from({ length: 20 }, (_, index) =>
    sharp(portrait)
      .extract({ left: index % 5, top: index % 3, width: 630, height: 470 })
      .jpeg()
      .toBuffer(),
  );
  return shotSet(await Promise.all(frames));
}

/** Face matching in one call: a clip against a smaller photograph of the same person, and against a wall. */
async function matchesFaces(): Promise<void> {
  const portrait = await readFile(join(root, 'tests/fixtures/faces/astronaut.png'));
  const id = await sharp(portrait).resize(300).jpeg().toBuffer();
  const wall = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#a0a090' } })
    .jpeg()
    .toBuffer();
  const tags = {
    video1: ['video_selfie', 'video_selfie_blank', 'orientation_landscape'],
    front: ['photo_id', 'photo_id_front'],
    back: ['photo_id', 'photo_id_back'],
  };
  const match = async (front: Buffer) => {
    const body = form(
      { video1: await stillFace(), front, back: wall },
      { 'media:tags': tags, analyses: [{ type: 'biometry' }] },
    );
    const folder = await api('instant/folders/', { method: 'POST', body });
    return folder.analyses[0];
  };
  expect(await match(id)).toMatchObject({
    type: 'BIOMETRY',
    resolution: 'SUCCESS',
    results_data: { min_confidence: 1, max_confidence: 1, threshold: 0.85 },
    results_media: [{ resolution_status: 'SUCCESS' }, { resolution_status: 'SUCCESS' }],
  });
  const faceless = await match(wall);
  expect(faceless).toMatchObject({ resolution: 'DECLINED', results_data: { min_confidence: 0 } });
  expect(faceless.results_media[1].results_data.reasons[0].code).toBe('face_not_found');
}

/** The same person by the calls of API Lite: a template of the photograph, compared with a smaller one, and with a wall. */
async function speaksLite(): Promise<void> {
  const token = readFileSync(join(dataDir, 'service-token'), 'utf8').trim();
  const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${PORT}/v1/face/${path}`, {
      method: 'POST',
      headers: { 'X-Forensic-Access-Token': token, ...headers },
      body,
    });
  const portrait = await readFile(join(root, 'tests/fixtures/faces/astronaut.png'));
  const extracted = await post('pattern/extract', new Uint8Array(portrait), { 'Content-Type': 'image/png' });
  const bio_template = Buffer.from(await extracted.arrayBuffer());
  const sample = await sharp(portrait).resize(300).jpeg().toBuffer();
  const verified = await (await post('pattern/verify', form({ sample, bio_template }))).json();
  expect(verified).toMatchObject({ decision: 'approved' });
  expect(verified.score).toBeGreaterThan(0.95);
  const judged = await post('liveness/detect', new Uint8Array(sample), { 'Content-Type': 'image/jpeg' });
  expect(await judged.json()).toMatchObject({ score: expect.any(Number), passed: expect.any(Boolean) });
  const wall = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#a0a090' } })
    .jpeg()
    .toBuffer();
  expect((await post('pattern/extract', new Uint8Array(wall))).status).toBe(400);
}

async function endsWith(program: Program, message: string | RegExp): Promise<void> {
  expect([message, await program.exit]).toEqual([message, 1]);
  expect(program.output()).toMatch(message);
  expect(program.output()).not.toMatch(/^\s+at /m);
}

describe('the engine as a program', () => {
  it('finishes what it accepted, though it is killed in the middle', async () => {
    const first = run();
    await ready(first);
    const tags = ['video_selfie', 'video_selfie_left', 'orientation_landscape'];
    const body = form({ video1: await stillFace() }, { 'media:tags': { video1: tags } });
    const folder = await api('folders/', { method: 'POST', body });
    const [started] = await api(`folders/${folder.folder_id}/analyses/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ analyses: [{ type: 'quality', params: { extract_best_shot: true } }] }),
    });
    expect(started.state).toBe('PROCESSING');
    first.child.kill('SIGKILL');
    await first.exit;

    const second = run();
    await ready(second);
    let analysis = await api(`analyses/${started.analysis_id}`);
    for (let wait = 0; wait < 300 && analysis.state === 'PROCESSING'; wait += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      analysis = await api(`analyses/${started.analysis_id}`);
    }
    // Nobody turned the head to the left.
    expect(analysis).toMatchObject({ state: 'FINISHED', resolution: 'DECLINED' });
    expect(analysis.results_media[0].results_data.reasons).toContainEqual(
      expect.objectContaining({ code: 'gesture_not_performed' }),
    );
    const best: string = analysis.results_media[0].output_images[0].original_url;
    const shown = await fetch(best);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    await matchesFaces();
    await speaksLite();
    second.child.kill('SIGTERM');
    expect(await second.exit).toBe(0);
  });

  it('names a model that is missing or damaged, and a processor it cannot use', async () => {
    const models = join(root, 'public/models');
    const copy = mkdtempSync(join(tmpdir(), 'presence-models-'));
    for (const name of readdirSync(models)) symlinkSync(join(models, name), join(copy, name));
    const env = { ENGINE_MODELS_DIR: copy };
    rmSync(join(copy, 'fr_eye.onnx'));
    await endsWith(run(env), 'fr_eye.onnx cannot be read; run npm run build');
    writeFileSync(join(copy, 'fr_eye.onnx'), readFileSync(join(models, 'fr_eye.onnx')).subarray(0, 1000));
    await endsWith(
      run(env),
      /fr_eye.onnx has sha256 [0-9a-f]{64} and should have [0-9a-f]{64}; run npm run build/,
    );
    rmSync(copy, { recursive: true });
    const other = "Object.defineProperty(process, 'arch', { value: 'riscv64' })";
    const foreign = run({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(other)}` });
    await endsWith(
      foreign,
      'cannot run on linux-riscv64: onnxruntime-node and sharp are built for linux-x64',
    );
  });

  it('says what stands in its way, and ends', async () => {
    const holder = run();
    await ready(holder);
    const token = readFileSync(join(dataDir, 'service-token'), 'utf8').trim();
    const other = mkdtempSync(join(tmpdir(), 'presence-process-'));
    const cases: readonly (readonly [Record<string, string>, string])[] = [
      [{}, `Another engine is using ${dataDir}`],
      [{ PRESENCE_DATA: other }, `Port ${PORT} on 127.0.0.1 is in use`],
      [{ ENGINE_PROT: '1', ENGINE_THREADS: 'x' }, 'ENGINE_PROT: no such variable'],
      [{ ENGINE_MODELS_DIR: other, PRESENCE_DATA: other }, 'npm run build'],
    ];
    for (const [env, message] of cases) {
      await endsWith(run(env), message);
    }
    expect(holder.output()).not.toContain(token);
    holder.child.kill('SIGINT');
    expect(await holder.exit).toBe(0);
    rmSync(other, { recursive: true, force: true });
  });
});
