import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMIN, finished, form, jpeg, startEngine, type TestEngine } from '../contract/oz-api-support.ts';
import { clusterOf, variablesOf } from '../support/cluster/cluster-of.ts';
import { type Program, startProgram } from '../support/program.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

const WORKER = 'tests/support/cluster/slow-worker.mjs';
const LISTENING = /engine listening on (\S+)/;
const folders: string[] = [];
const workers: Program[] = [];
let api: TestEngine;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'presence-worker-'));
  folders.push(folder);
  return folder;
}

/** A worker process of the same installation, with a data folder of its own as on another machine. */
async function startWorker(): Promise<Program> {
  const env = {
    ENGINE_ROLE: 'worker',
    ENGINE_PORT: '0',
    PRESENCE_DATA: newFolder(),
    ...variablesOf(await clusterOf(api.dataDir)),
    ENGINE_WEBHOOK_ALLOW: '127.0.0.1',
    ENGINE_WEBHOOK_TIMEOUT_SECONDS: '3',
  };
  const worker = await startProgram(WORKER, env, LISTENING);
  workers.push(worker);
  return worker;
}

beforeAll(async () => {
  const webhooks = { everything: undefined, allow: ['127.0.0.1'], retryMs: [], timeoutMs: 3_000 };
  api = await startEngine({ dataDir: newFolder(), config: { role: 'api', admin: ADMIN, webhooks } });
});
afterAll(async () => {
  for (const worker of workers) await worker.stop('SIGKILL');
  await api.remove();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Analyses a program says to have begun or done. */
function said(programs: readonly Program[], word: 'begin' | 'done'): readonly string[] {
  return programs.flatMap(({ output }) =>
    [...output().matchAll(new RegExp(`${word} (\\S+)`, 'g'))].map(([, id]) => id ?? ''),
  );
}

async function accept(seed: string): Promise<string> {
  const folder = await api.call('POST', '/api/folders', { body: form({ v: jpeg(seed) }) });
  const started = await api.call('POST', `/api/folders/${folder.body.folder_id}/analyses`, {
    json: { analyses: [{ type: 'quality' }] },
  });
  return started.body[0].analysis_id;
}

it('loses nothing when a worker is killed, and does nothing twice that was done', async () => {
  const first = await startWorker();
  const accepted = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(accept));
  await expect.poll(() => said([first], 'begin').length, { timeout: 20_000 }).toBeGreaterThan(2);
  const states = await Promise.all(accepted.map((id) => api.call('GET', `/api/analyses/${id}`)));
  const done = states.filter(({ body }) => body.state === 'FINISHED').map(({ body }) => body.analysis_id);
  await first.stop('SIGKILL');
  const second = await startWorker();
  for (const id of accepted)
    expect(await finished(api, id, 60)).toMatchObject({ state: 'FINISHED', resolution: 'SUCCESS' });
  expect(said([second], 'begin').filter((id) => done.includes(id))).toEqual([]);
  expect(new Set(said([first, second], 'done'))).toEqual(new Set(accepted));
});

it('answers an instant request at a process that has no models, and keeps nothing of it', async () => {
  const body = form(
    { v: jpeg('now') },
    { analyses: [{ type: 'quality', params: { extract_best_shot: true } }] },
  );
  const reply = await api.call('POST', '/api/instant/folders', { body });
  expect([reply.status, reply.body.system_resolution]).toEqual([200, 'SUCCESS']);
  const [image] = reply.body.analyses[0].results_media[0].output_images;
  expect(image.original_url).toBe(`data:image/jpeg;base64,${Buffer.from('best').toString('base64')}`);
  expect((await api.call('GET', '/api/healthcheck')).body.queue).toEqual({ waiting: 0, running: 0 });
});

it('shows the queue to those who see every folder, and only to look at', async () => {
  const open = (authorization?: string, path = '/queues', method = 'GET') =>
    fetch(api.url + path, { method, headers: authorization ? { authorization } : {} });
  const refused = await open();
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
    401,
    expect.stringMatching(/^Basic/),
  ]);
  const service = `Basic ${Buffer.from(`service:${api.token}`).toString('base64')}`;
  expect(await (await open(service)).text()).toContain('Presence');
  const stats = await (await open(service, '/queues/api/queues')).json();
  expect(stats.queues).toMatchObject([
    { name: 'tfss', readOnlyMode: true },
    { name: 'regula', readOnlyMode: true },
  ]);
  const touched = await open(service, '/queues/api/queues/tfss/pause', 'PUT');
  expect(touched.status).toBeGreaterThanOrEqual(400);
  const admin = `Basic ${Buffer.from(`${ADMIN.email}:${ADMIN.password}`).toString('base64')}`;
  const loggedIn = await open(admin);
  expect([loggedIn.status, loggedIn.headers.get('set-cookie')]).toEqual([
    200,
    expect.stringContaining('HttpOnly'),
  ]);
});

it('puts back what a worker had begun when it is told to stop', async () => {
  const [, second] = workers;
  const id = await accept('stopped');
  await expect.poll(() => said(second ? [second] : [], 'begin')).toContain(id);
  expect(await second?.stop('SIGTERM')).toBe(0);
  expect(await finished(api, id)).toMatchObject({ state: 'FINISHED' });
  const answers = await fetch(`${(await startWorker()).url}/metrics`);
  expect(await answers.text()).toContain('presence_engine_queue_size{queue="tfss",state="waiting"} 0');
});

it('sends the message a killed worker was sending, with the same id', async () => {
  const receiver = await startReceiver();
  receiver.answers.push(0); // The first attempt hangs until its sender is dead.
  const hook = await api.call('POST', '/api/webhooks', {
    json: { url: receiver.url, events: ['folder.finished'] },
  });
  expect(hook.status).toBe(201);
  await accept('message');
  await expect.poll(() => receiver.messages.length, { timeout: 20_000 }).toBe(1);
  for (const worker of workers) await worker.stop('SIGKILL');
  await startWorker();
  await expect.poll(() => receiver.messages.length, { timeout: 30_000 }).toBe(2);
  expect(new Set(receiver.messages.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  expect(new Set(receiver.messages.map(({ body }) => body)).size).toBe(1);
  const deliveries = `/api/webhooks/${hook.body.webhook_id}/deliveries`;
  const look = async () => (await api.call('GET', deliveries)).body;
  await expect.poll(look).toMatchObject([{ state: 'DELIVERED', attempts: 2, last_error: null }]);
  await receiver.stop();
});

it('takes the session tokens of another API process', async () => {
  const dataDir = newFolder();
  copyFileSync(join(api.dataDir, 'cluster.txt'), join(dataDir, 'cluster.txt'));
  const second = await startEngine({ dataDir, config: { role: 'api', serviceToken: api.token } });
  const { body } = await api.call('GET', '/api/authorize/session_token');
  const headers = { 'X-Forensic-Session-Token': body.session_token };
  const upload = (engine: TestEngine) =>
    engine.call('POST', '/api/folders', { token: null, headers, body: form({ v: jpeg('shared') }) });
  expect((await upload(second)).status).toBe(201);
  expect((await upload(api)).status).toBe(401); // Used up there, so used up here.
  await second.stop();
});
