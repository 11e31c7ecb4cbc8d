import { cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../packages/engine/src/store/sqlite-store.ts';
import { finished, form, jpeg, startEngine, TagAnalyser } from './oz-api-support.ts';

const NEVER = new Promise<void>(() => {});

async function withAnalysisUnderWay() {
  const analyser = new TagAnalyser();
  analyser.gate = NEVER;
  const first = await startEngine({ analyser });
  const { body } = await first.call('POST', '/api/folders', { body: form({ v: jpeg('restart') }) });
  const started = await first.call('POST', `/api/folders/${body.folder_id}/analyses`, {
    json: { analyses: [{ type: 'quality' }] },
  });
  await expect.poll(() => analyser.seen.length, { interval: 10 }).toBeGreaterThan(0);
  return { first, folderId: body.folder_id, analysisId: started.body[0].analysis_id };
}

describe('an accepted analysis', () => {
  it('is finished by the next start after a process that vanished', async () => {
    const { first, analysisId } = await withAnalysisUnderWay();
    // The second engine gets what lies on disk at this moment, while the first still works: as after a kill -9.
    const dataDir = mkdtempSync(join(tmpdir(), 'presence-engine-'));
    cpSync(first.dataDir, dataDir, { recursive: true });
    const second = await startEngine({ dataDir });
    expect(await finished(second, analysisId)).toMatchObject({ state: 'FINISHED', resolution: 'SUCCESS' });
    expect(second.token).toBe(first.token);
    await first.remove();
    await second.remove();
  });

  it('is finished by the next start after a graceful stop', async () => {
    const { first, analysisId } = await withAnalysisUnderWay();
    await first.stop();
    const second = await startEngine({ dataDir: first.dataDir });
    expect(await finished(second, analysisId)).toMatchObject({ state: 'FINISHED', resolution: 'SUCCESS' });
    await second.remove();
  });

  it.each([
    { deaths: 5, ending: { state: 'FINISHED', resolution: 'SUCCESS' } },
    { deaths: 10, ending: { state: 'FAILED', error_message: 'Given up after 10 starts without a result.' } },
  ])('that saw $deaths processes die ends $ending.state', async ({ deaths, ending }) => {
    const { first, analysisId } = await withAnalysisUnderWay();
    await first.stop();
    const store = await openSqliteStore(join(first.dataDir, 'engine', 'engine.db'));
    // Each begins it and is never heard of again.
    for (let death = 0; death < deaths; death += 1) await store.analyses.start(analysisId, death);
    await store.close();
    const second = await startEngine({ dataDir: first.dataDir });
    expect(await finished(second, analysisId)).toMatchObject(ending);
    await second.remove();
  });

  it.each([
    ['beginning', 'time_started'],
    ['end', 'state'],
  ])('is taken up again when the database could not write down its %s', async (_what, column) => {
    const engine = await startEngine({ config: { maintenanceMs: 100 } });
    await engine.sql(
      `CREATE TRIGGER full BEFORE UPDATE OF ${column} ON analysis BEGIN SELECT RAISE(FAIL, 'disk is full'); END`,
    );
    const { body } = await engine.call('POST', '/api/folders', { body: form({ v: jpeg('away') }) });
    const started = await engine.call('POST', `/api/folders/${body.folder_id}/analyses`, {
      json: { analyses: [{ type: 'quality' }] },
    });
    await expect.poll(() => engine.log.join('')).toContain('analysis handler failed');
    await engine.sql('DROP TRIGGER full');
    const { analysis_id: id } = started.body[0];
    expect(await finished(engine, id)).toMatchObject({ state: 'FINISHED', resolution: 'SUCCESS' });
    await engine.remove();
  });

  it('is given up when every attempt is a fault', async () => {
    const analyser = new TagAnalyser();
    analyser.faults = 99;
    const engine = await startEngine({ analyser });
    const reply = await engine.call('POST', '/api/folders', {
      body: form({ v: jpeg('fault') }, { analyses: [{ type: 'quality' }] }),
    });
    expect(reply.body).toMatchObject({ resolution_status: 'FAILED', system_resolution: 'FAILED' });
    expect(reply.body.analyses[0]).toMatchObject({ state: 'FAILED', resolution: 'FAILED' });
    expect(analyser.seen).toHaveLength(3);
    await engine.remove();
  });

  it('fails when it takes longer than allowed', async () => {
    const analyser = new TagAnalyser();
    analyser.gate = NEVER;
    const engine = await startEngine({ analyser, config: { analysisTimeoutMs: 150 } });
    const reply = await engine.call('POST', '/api/folders', {
      body: form({ v: jpeg('slow') }, { analyses: [{ type: 'quality' }] }),
    });
    expect(reply.body.analyses[0].state).toBe('FAILED');
    expect(reply.body.analyses[0].error_message).toContain('No result within');
    await engine.remove();
  });
});

describe('a start', () => {
  it('clears half-written uploads and files of folders that were never stored', async () => {
    const first = await startEngine();
    await first.stop();
    const blobs = join(first.dataDir, 'engine', 'blobs');
    const orphan = '11111111-2222-4333-8444-555555555555';
    writeFileSync(join(blobs, 'staging', 'half'), 'x');
    mkdirSync(join(blobs, 'folders', orphan));
    writeFileSync(join(blobs, 'folders', orphan, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.jpg'), 'x');
    const second = await startEngine({ dataDir: first.dataDir });
    expect(readdirSync(join(blobs, 'staging'))).toEqual([]);
    expect(readdirSync(join(blobs, 'folders'))).toEqual([]);
    await second.remove();
  });

  it('uses the token it is given and forgets the one before', async () => {
    const first = await startEngine();
    await first.stop();
    const serviceToken = 'given-by-the-operator-0123456789abcdef';
    const second = await startEngine({ dataDir: first.dataDir, config: { serviceToken } });
    expect((await second.call('GET', '/api/folders', { token: serviceToken })).status).toBe(200);
    expect((await second.call('GET', '/api/folders', { token: first.token })).status).toBe(401);
    await second.remove();
  });

  it('keeps away from a data folder that another engine uses', async () => {
    const first = await startEngine();
    const { body } = await first.call('POST', '/api/folders', { body: form({ v: jpeg('kept') }) });
    await expect(startEngine({ dataDir: first.dataDir })).rejects.toMatchObject({
      code: 'data_in_use',
      message: expect.stringContaining(first.dataDir),
    });
    const { pathname } = new URL(body.media[0].original_url);
    expect((await first.call('GET', pathname)).status).toBe(200);
    await first.stop();
    const second = await startEngine({ dataDir: first.dataDir });
    await second.remove();
  });

  it('says which port is taken', async () => {
    const first = await startEngine();
    const port = Number(new URL(first.url).port);
    await expect(startEngine({ config: { port } })).rejects.toMatchObject({
      code: 'port_in_use',
      message: expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`),
    });
    await first.remove();
  });
});

describe('two engines in one process', () => {
  it('share nothing', async () => {
    const [one, two] = await Promise.all([startEngine(), startEngine()]);
    await one.call('POST', '/api/folders');
    expect((await one.call('GET', '/api/folders')).body.total).toBe(1);
    expect((await two.call('GET', '/api/folders')).body.total).toBe(0);
    expect((await two.call('GET', '/api/folders', { token: one.token })).status).toBe(401);
    await Promise.all([one.remove(), two.remove()]);
  });
});
