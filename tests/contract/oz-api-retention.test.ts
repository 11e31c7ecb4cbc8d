import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../packages/engine/src/store/sqlite-store.ts';
import { newAccount } from '../support/company-world.ts';
import { form, jpeg, startEngine, type TestEngine } from './oz-api-support.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const clock = { now: 0 };
let engine: TestEngine;

beforeEach(async () => {
  clock.now = Date.now();
  engine = await startEngine({
    now: () => clock.now,
    config: { retentionDays: 30, maintenanceMs: 50 },
  });
});
afterEach(() => engine.remove());

const PAYLOAD = { analyses: [{ type: 'quality', params: { extract_best_shot: true } }] };

async function capture(token = engine.token, seed: string = randomUUID()): Promise<string> {
  const reply = await engine.call('POST', '/api/folders', { token, body: form({ v: jpeg(seed) }, PAYLOAD) });
  expect(reply.status).toBe(201);
  return reply.body.folder_id;
}

function filesOf(folderId: string): readonly string[] {
  const folder = join(engine.dataDir, 'engine', 'blobs', 'folders', folderId);
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** A company that keeps its folders for so many days, a token of an account of it, and one of an ADMIN. */
async function company(retentionDays: number | null) {
  const store = await openSqliteStore(join(engine.dataDir, 'engine', 'engine.db'));
  const companyId = randomUUID();
  const times = { metaData: {}, timeCreated: clock.now };
  await store.companies.save({ companyId, name: 'Keeper', retentionDays, ...times });
  const { token } = await newAccount(store, 'CLIENT SERVICE', companyId, clock.now);
  const { token: admin } = await newAccount(store, 'ADMIN', null, clock.now);
  await store.close();
  return { admin, companyId, token };
}

describe('retention', () => {
  it('removes folders with their files and best shots when they are over their time', async () => {
    const old = await capture();
    expect(filesOf(old)).toHaveLength(2);
    clock.now += 20 * DAY_MS;
    const young = await capture();
    clock.now += 11 * DAY_MS;
    await expect.poll(() => filesOf(old)).toEqual([]);
    expect((await engine.call('GET', `/api/folders/${old}`)).status).toBe(404);
    expect((await engine.call('GET', `/api/folders/${young}`)).status).toBe(200);
    expect(filesOf(young)).toHaveLength(2);
  });

  it('asks the company before the installation', async () => {
    const [short, forever] = [await company(2), await company(0)];
    const [a, b, c] = [await capture(short.token), await capture(forever.token), await capture()];
    clock.now += 3 * DAY_MS;
    await expect.poll(() => filesOf(a)).toEqual([]);
    expect(filesOf(c)).toHaveLength(2);
    clock.now += 100 * DAY_MS;
    await expect.poll(() => filesOf(c)).toEqual([]);
    expect(filesOf(b)).toHaveLength(2);
  });
});

describe('deletion', () => {
  it('of a company takes folders, collections and files with it', async () => {
    const { admin, companyId, token } = await company(null);
    const folderId = await capture(token);
    const made = await engine.call('POST', '/api/collections', { token, json: { alias: 'a' } });
    const collectionId = made.body.collection_id;
    const body = form({ p: jpeg('p') }, { 'media:tags': { p: ['face_1'] } });
    await engine.call('POST', `/api/collections/${collectionId}/persons`, { token, body });
    const kept = await capture();
    expect([filesOf(folderId).length, filesOf(collectionId).length]).toEqual([2, 1]);
    expect((await engine.call('DELETE', `/api/companies/${companyId}`, { token: admin })).status).toBe(204);
    await expect.poll(() => [...filesOf(folderId), ...filesOf(collectionId)]).toEqual([]);
    expect((await engine.call('GET', `/api/folders/${folderId}`, { token: admin })).status).toBe(404);
    expect(filesOf(kept)).toHaveLength(2);
  });

  it('of one media takes its file and best shot, and leaves the others', async () => {
    const { body: folder } = await engine.call('POST', '/api/folders', {
      body: form({ a: jpeg('a1'), b: jpeg('b1') }, PAYLOAD),
    });
    expect(filesOf(folder.folder_id)).toHaveLength(4);
    const [first, second] = folder.media;
    expect((await engine.call('DELETE', `/api/media/${first.media_id}`)).status).toBe(204);
    expect(filesOf(folder.folder_id)).toHaveLength(2);
    expect((await engine.call('GET', `/api/media/${first.media_id}`)).status).toBe(404);
    const { body } = await engine.call('GET', `/api/folders/${folder.folder_id}?with_analyses=true`);
    const shots = body.analyses[0].results_media.map((result: Record<string, unknown[]>) => [
      result.source_media_id,
      result.output_images?.length,
    ]);
    expect(shots).toEqual([
      [first.media_id, 0],
      [second.media_id, 1],
    ]);
    expect((await engine.call('GET', new URL(body.media[0].original_url).pathname)).status).toBe(200);
  });
});

describe('the sweep', () => {
  it('removes old files that belong to nothing, and nothing else', async () => {
    const folderId = await capture();
    const folders = join(engine.dataDir, 'engine', 'blobs', 'folders');
    const [gone, arriving] = [randomUUID(), randomUUID()];
    const stray = `${'s'.repeat(32)}.jpg`;
    const place = (folder: string, name: string, ageHours: number) => {
      mkdirSync(join(folders, folder), { recursive: true });
      writeFileSync(join(folders, folder, name), 'x');
      const at = (Date.now() - ageHours * 3_600_000) / 1000;
      utimesSync(join(folders, folder, name), at, at);
    };
    place(gone, stray, 30);
    place(folderId, stray, 30);
    for (const name of filesOf(folderId).filter((name) => name !== stray)) place(folderId, name, 30);
    clock.now += DAY_MS + 1; // It sweeps once a day.
    place(arriving, stray, -25); // Just arrived, as the clock of the engine has it.
    await expect.poll(() => filesOf(gone)).toEqual([]);
    await expect.poll(() => filesOf(folderId)).toHaveLength(2);
    expect(filesOf(folderId)).not.toContain(stray);
    expect(filesOf(arriving)).toEqual([stray]);
  });
});
