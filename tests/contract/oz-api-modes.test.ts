import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { form, jpeg, pathOf, shotSet, startEngine, type TestEngine } from './oz-api-support.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(async () => {
  await engine.remove();
});

const total = async () => (await engine.call('GET', '/api/folders?limit=1')).body.total;

describe('single request', () => {
  it('answers with the finished result', async () => {
    const reply = await engine.call('POST', '/api/folders/', {
      body: form(
        { video1: await shotSet([jpeg('s1')]), photo1: jpeg('s2') },
        {
          'media:tags': { video1: ['video_selfie'] },
          analyses: [
            { type: 'quality', source_media: ['video1'], params: { extract_best_shot: true } },
            { type: 'BIOMETRY' },
          ],
        },
      ),
    });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ resolution_status: 'FINISHED', system_resolution: 'SUCCESS' });
    expect(reply.body.analyses).toHaveLength(2);
    const quality = reply.body.analyses.find((analysis: { type: string }) => analysis.type === 'QUALITY');
    expect(quality).toMatchObject({ state: 'FINISHED', resolution: 'SUCCESS' });
    expect(quality.source_media).toHaveLength(1);
    const best = quality.results_media[0].output_images[0].original_url;
    expect((await engine.call('GET', pathOf(best))).bytes).toEqual(jpeg('best'));
  });

  it('stores nothing when an analysis cannot be done', async () => {
    const before = await total();
    for (const analyses of [
      [{ type: 'documents' }],
      [{ type: 'quality', source_media: ['other'] }],
      [{}],
      [],
    ]) {
      const reply = await engine.call('POST', '/api/folders', { body: form({ v: jpeg('n') }, { analyses }) });
      expect(reply.status).toBe(400);
    }
    expect(await total()).toBe(before);
  });

  it('tries again after a fault of the analyser', async () => {
    engine.analyser.faults = 1;
    const reply = await engine.call('POST', '/api/folders', {
      body: form({ v: jpeg('retry') }, { analyses: [{ type: 'quality' }] }),
    });
    expect(reply.body).toMatchObject({ system_resolution: 'SUCCESS' });
    expect(engine.analyser.faults).toBe(0);
  });
});

describe('instant mode', () => {
  it('answers with the result and keeps nothing', async () => {
    const before = await total();
    const files = async () => [...(await engine.media.folders()), ...engine.media.staged()].toSorted();
    const filesBefore = await files();
    const reply = await engine.call('POST', '/api/instant/folders/', {
      body: form(
        { media_key1: await shotSet([jpeg('i1')]), media_key2: jpeg('i2') },
        {
          'media:tags': { media_key1: ['video_selfie'], media_key2: ['attack'] },
          'folder:meta_data': { transaction_id: 'instant' },
          analyses: [
            { type: 'quality', source_media: ['media_key1'], params: { extract_best_shot: true } },
            { type: 'quality', source_media: ['media_key2'] },
          ],
        },
      ),
    });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      resolution_status: 'FINISHED',
      system_resolution: 'DECLINED',
      meta_data: { transaction_id: 'instant' },
    });
    const [good, bad] = reply.body.analyses;
    expect(good).toMatchObject({ resolution: 'SUCCESS', type: 'QUALITY' });
    expect(bad).toMatchObject({ resolution: 'DECLINED' });
    const address: string = good.results_media[0].output_images[0].original_url;
    expect(address.startsWith('data:image/jpeg;base64,')).toBe(true);
    expect(Buffer.from(address.split(',')[1] ?? '', 'base64')).toEqual(jpeg('best'));
    expect(good.source_media[0].original_url).toBeNull();
    expect(await total()).toBe(before);
    expect(await files()).toEqual(filesBefore);
    expect((await engine.call('GET', `/api/folders/${reply.body.folder_id}`)).status).toBe(404);
  });

  it('needs files, analyses and a token', async () => {
    const path = '/api/instant/folders';
    const post = (body: FormData, token?: null) =>
      engine.call('POST', path, { body, ...(token === null && { token }) });
    expect((await post(form({ v: jpeg('x') }))).body.error_code).toBe(3);
    expect((await post(form({}, { analyses: [{ type: 'quality' }] }))).body.error_code).toBe(3);
    expect((await post(form({ v: jpeg('x') }, { analyses: [{ type: 'quality' }] }), null)).status).toBe(401);
  });
});

describe('Idempotency-Key', () => {
  const post = (key: string, body: FormData) =>
    engine.call('POST', '/api/folders', { body, headers: { 'Idempotency-Key': key } });

  it('gives a retry the first reply and stores one folder', async () => {
    const body = () => form({ v: jpeg('idem') }, { 'folder:meta_data': { n: 1 } });
    const before = await total();
    const first = await post('key-1', body());
    const second = await post('key-1', body());
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(await total()).toBe(before + 1);
  });

  it('makes one folder of simultaneous retries', async () => {
    const before = await total();
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => post('key-2', form({ v: jpeg('race') }))),
    );
    expect(new Set(replies.map((reply) => reply.body.folder_id)).size).toBe(1);
    expect(replies.map((reply) => reply.status)).toEqual(Array(5).fill(201));
    expect(await total()).toBe(before + 1);
  });

  it('does not count a retry as media seen before', async () => {
    const body = () => form({ v: jpeg('retry once') }, { analyses: [{ type: 'quality' }] });
    const first = await post('key-3', body());
    const second = await post('key-3', body());
    expect(first.body.system_resolution).toBe('SUCCESS');
    expect(second.body.folder_id).toBe(first.body.folder_id);
    expect(second.body.analyses).toEqual(first.body.analyses);
  });

  it('with other content is a conflict', async () => {
    await post('key-4', form({ v: jpeg('one') }));
    for (const body of [form({ v: jpeg('two') }), form({ v: jpeg('one') }, { x: 1 })]) {
      const reply = await post('key-4', body);
      expect(reply.status).toBe(409);
      expect(reply.body).toMatchObject({ error_code: 4, details: { code: 'idempotency_conflict' } });
    }
  });

  it('starts analyses once', async () => {
    const { body } = await engine.call('POST', '/api/folders', { body: form({ v: jpeg('analyses once') }) });
    const path = `/api/folders/${body.folder_id}/analyses/`;
    const start = (type: string) =>
      engine.call('POST', path, { json: { analyses: [{ type }] }, headers: { 'Idempotency-Key': 'key-5' } });
    const replies = await Promise.all([start('quality'), start('quality'), start('quality')]);
    const later = await start('quality');
    for (const reply of [...replies, later]) {
      expect(reply.status).toBe(201);
      expect(reply.body).toEqual(replies[0]?.body);
    }
    expect(later.headers.get('idempotent-replayed')).toBe('true');
    expect((await engine.call('GET', path)).body).toHaveLength(1);
    expect((await start('QUALITY')).status).toBe(409);
  });

  it('must be printable', async () => {
    expect((await post('a b', form({ v: jpeg('k') }))).status).toBe(400);
  });
});

describe('the log', () => {
  it('holds no media links, no queries, no meta_data and no results', async () => {
    const { body } = await engine.call('POST', '/api/folders', {
      body: form(
        { v: await shotSet([jpeg('logged')]) },
        { 'folder:meta_data': { iin: 'PERSONAL-1' }, analyses: [{ type: 'quality' }] },
      ),
    });
    await engine.call('GET', '/api/folders?meta_data=iin==PERSONAL-1');
    const links = [body.media[0].original_url, body.media[0].images[0].original_url];
    for (const link of links) expect((await engine.call('GET', pathOf(link))).status).toBe(200);
    const log = engine.log.join('');
    expect(log).toContain(`/static/${body.folder_id}`);
    for (const secret of [
      ...links.map((link) => link.split('/').at(-1)),
      'PERSONAL-1',
      'confidence_spoofing',
    ])
      expect([secret, log.includes(secret)]).toEqual([secret, false]);
  });
});

describe('service calls', () => {
  it('version, healthcheck and metrics need no token', async () => {
    const version = await engine.call('GET', '/api/version/', { token: null });
    expect(version.body).toMatchObject({
      core: '0.1.0',
      analyses: ['QUALITY', 'BIOMETRY', 'COLLECTION'],
      models: [{ name: 'tag-reader', version: '1' }],
    });
    const health = await engine.call('GET', '/api/healthcheck', { token: null });
    expect([health.status, health.body.status]).toEqual([200, 'ok']);
    const metrics = (await engine.call('GET', '/metrics', { token: null })).bytes.toString();
    expect(metrics).toMatch(
      /presence_engine_analyses_finished_total\{type="QUALITY",resolution="SUCCESS"\} [1-9]/,
    );
    expect(metrics).toMatch(/presence_engine_analyses_retried_total\{type="QUALITY"\} 1/);
    expect(metrics).toMatch(/route="\/folders",status="201"/);
    expect(metrics).toContain('presence_engine_queue_size{queue="tfss",state="running"} 0');
  });
});
