import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finished, form, jpeg, pathOf, shotSet, startEngine, type TestEngine } from './oz-api-support.ts';

const START = Date.parse('2026-11-22T08:00:00Z');
const clock = { now: START };
let engine: TestEngine;
const ids: string[] = [];

beforeAll(async () => {
  engine = await startEngine({ now: () => clock.now });
  for (const index of [0, 1, 2, 3]) {
    clock.now = START + index * 60_000;
    const { body } = await engine.call('POST', '/api/folders', {
      body: form(
        { photo: jpeg(`list ${index}`) },
        { 'folder:meta_data': { transaction_id: `tx-${index}`, iin: 'same', round: index, odd: 'a"b==c' } },
      ),
    });
    ids.push(body.folder_id);
  }
});
afterAll(async () => {
  await engine.remove();
});

async function list(query: string) {
  const reply = await engine.call('GET', `/api/folders/?${query}`);
  expect(reply.status).toBe(200);
  return reply.body;
}

const found = async (query: string) =>
  (await list(query)).items.map((folder: { folder_id: string }) => ids.indexOf(folder.folder_id));

describe('list of folders', () => {
  it('is newest first, with a total', async () => {
    const body = await list('');
    expect(body.total).toBe(4);
    expect(await found('')).toEqual([3, 2, 1, 0]);
    expect(body.items[0]).not.toHaveProperty('analyses');
    expect(body.items[0].media).toHaveLength(1);
  });

  it.each([
    ['meta_data=transaction_id==tx-2', [2]],
    ['meta_data=round==1', [1]],
    ['meta_data=transaction_id!=tx-2', [3, 1, 0]],
    ['meta_data=iin==same&meta_data=round!=3', [2, 1, 0]],
    ['meta_data=nothing==x', []],
    ['meta_data=nothing!=x', [3, 2, 1, 0]],
    [`meta_data=${encodeURIComponent('odd==a"b==c')}`, [3, 2, 1, 0]],
    ["meta_data=transaction_id=='; drop table folder; --", []],
    [`time_created.min=${START / 1000 + 60}`, [3, 2, 1]],
    [`time.created.min=${START / 1000 + 60}&time.created.max=${START / 1000 + 120}`, [2, 1]],
    [`time_created.max=${START / 1000 + 59.9}`, [0]],
    [`time_updated.min=${START / 1000 + 150}`, [3]],
    ['limit=2', [3, 2]],
    ['limit=2&offset=2', [1, 0]],
    ['limit=0', []],
    ['sorting=time_created{asc}', [0, 1, 2, 3]],
    ['sorting=time_created asc', [0, 1, 2, 3]],
    ['sorting=time_updateddesc', [3, 2, 1, 0]],
    ['resolution_status=INITIAL', [3, 2, 1, 0]],
    ['resolution_status=FINISHED', []],
    ['technical_meta_data=device==x', []],
    ['technical_meta_data=device!=x', [3, 2, 1, 0]],
    ['technical_meta_data=device!=x&meta_data=round==2', [2]],
    ['unknown=1', [3, 2, 1, 0]],
  ])('%s', async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it('finds folders by id', async () => {
    expect(await found(`folder_id=${ids[1]},${ids[3]}`)).toEqual([3, 1]);
  });

  it('finds folders by whose they are', async () => {
    const { user_id, company_id } = (await list('limit=1')).items[0];
    for (const [name, id] of Object.entries({ user_id, company_id })) {
      expect([name, await found(`${name}=${id}`)]).toEqual([name, [3, 2, 1, 0]]);
      expect([name, await found(`${name}=${ids[0]},${id}`)]).toEqual([name, [3, 2, 1, 0]]);
      expect([name, await found(`${name}=${ids[0]}`)]).toEqual([name, []]);
    }
  });

  it('are empty of technical_meta_data, media too', async () => {
    const [folder] = (await list('limit=1')).items;
    expect([folder.technical_meta_data, folder.media[0].technical_meta_data]).toEqual([{}, {}]);
  });

  it('leaves the total out on demand', async () => {
    expect(await list('total_omit=true')).not.toHaveProperty('total');
    expect((await list('limit=1&total_omit=false')).total).toBe(4);
  });

  it.each(['with_analyses', 'with_analyzes'])('adds analyses by %s', async (name) => {
    expect((await list(`${name}=true`)).items[0].analyses).toEqual([]);
    expect((await list(`${name}=false`)).items[0]).not.toHaveProperty('analyses');
  });

  it.each([
    'limit=-1',
    'limit=x',
    'limit=1001',
    'offset=1.5',
    'sorting=size',
    'meta_data=transaction_id',
    'technical_meta_data=device',
    'time_created.min=yesterday',
    'with_analyses=maybe',
  ])('refuses %s', async (query) => {
    const reply = await engine.call('GET', `/api/folders?${query}`);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ error_code: 4, details: { code: 'invalid_value' } });
  });
});

describe('reports', () => {
  it('makes a report of what it may read', async () => {
    const { status, body } = await engine.call(
      'GET',
      '/api/reports?format=json&meta_data=transaction_id==tx-2',
    );
    expect([status, body]).toEqual([
      200,
      [
        expect.objectContaining({
          folder_id: ids[2],
          time_created: '2026-11-22T08:02:00.000Z',
          transaction_id: 'tx-2',
          iin: 'same',
          type: null,
        }),
      ],
    ]);
    expect(body[0]).not.toHaveProperty('end_user_id');
    const csv = await fetch(`${engine.url}/api/reports?columns=transaction_id,resolution&limit=2`, {
      headers: { 'X-Forensic-Access-Token': engine.token },
    });
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await csv.text()).toBe('transaction_id,resolution\r\ntx-3,\r\ntx-2,\r\n');
    expect((await engine.call('GET', '/api/reports?columns=password')).status).toBe(400);
    expect((await engine.call('GET', '/api/reports?format=pdf')).status).toBe(400);
  });

  it('takes the telemetry of apps', async () => {
    const event_session_id = '5b1f2a0e-8f0e-4a57-9a1c-0f6f3c6f1d11';
    const json = { event_session_id, events: [{ event: 'camera_opened' }, { at: 1 }] };
    const reply = await engine.call('POST', '/api/event_sessions', { json });
    expect([reply.status, reply.body]).toEqual([201, { event_session_id }]);
    const anonymous = await engine.call('POST', '/api/event_sessions', { token: null, json });
    expect(anonymous.status).toBe(401);
    const wrong = await engine.call('POST', '/api/event_sessions', { json: { events: 'all' } });
    expect([wrong.status, wrong.body.error_code]).toEqual([400, 5]);
  });
});

describe('meta_data', () => {
  it.each(['folders', 'media', 'analyses'])(
    'of %s can be read, replaced, merged and cleared',
    async (kind) => {
      const created = await engine.call('POST', '/api/folders', { body: form({ v: jpeg(`meta ${kind}`) }) });
      const started = await engine.call('POST', `/api/folders/${created.body.folder_id}/analyses`, {
        json: { analyses: [{ type: 'QUALITY' }] },
      });
      const id = {
        folders: created.body.folder_id,
        media: created.body.media[0].media_id,
        analyses: started.body[0].analysis_id,
      }[kind];
      const path = `/api/${kind}/${id}/meta_data`;
      expect((await engine.call('GET', path)).body).toEqual({});
      expect((await engine.call('POST', `${path}/`, { json: { a: 1, b: 2 } })).body).toEqual({ a: 1, b: 2 });
      expect((await engine.call('PATCH', `${path}/`, { json: { b: 3, c: 'x' } })).body).toEqual({
        a: 1,
        b: 3,
        c: 'x',
      });
      expect((await engine.call('POST', path, { json: { only: true } })).body).toEqual({ only: true });
      expect((await engine.call('GET', `${path}/`)).body).toEqual({ only: true });
      expect((await engine.call('PATCH', path, { json: [1] })).status).toBe(400);
      expect((await engine.call('PATCH', path)).status).toBe(400);
      expect((await engine.call('DELETE', path)).status).toBe(204);
      expect((await engine.call('GET', path)).body).toEqual({});
    },
  );

  it('of a folder is searchable as soon as it is changed', async () => {
    const id = ids[0];
    await engine.call('PATCH', `/api/folders/${id}/meta_data/`, { json: { transaction_id: 'moved' } });
    expect(await found('meta_data=transaction_id==moved')).toEqual([0]);
    expect(await found('meta_data=transaction_id==tx-0')).toEqual([]);
  });
});

describe('media', () => {
  it('are appended with and without a payload; the reply is an array', async () => {
    const created = await engine.call('POST', '/api/folders/');
    expect(created.status).toBe(201);
    const path = `/api/folders/${created.body.folder_id}/media`;
    const plain = await engine.call('POST', `${path}/`, { body: form({ media: jpeg('plain') }) });
    expect(plain.status).toBe(201);
    expect(plain.body).toMatchObject([{ tags: [], media_type: 'IMAGE_FOLDER' }]);
    const tagged = await engine.call('POST', path, {
      body: form({ media: await shotSet([jpeg('z')]) }, { 'media:tags': { media: ['video_selfie'] } }),
    });
    expect(tagged.body).toMatchObject([{ tags: ['video_selfie'], media_type: 'SHOTS_SET_FOLDER' }]);
    const folder = await engine.call('GET', `/api/folders/${created.body.folder_id}`);
    expect(folder.body.media).toHaveLength(2);
    expect((await engine.call('GET', `${path}/`)).body).toHaveLength(2);
  });

  it('tags are replaced by PATCH, and cleared by an empty list', async () => {
    const { body } = await engine.call('POST', '/api/folders', {
      body: form({ v: jpeg('tags') }, { 'media:tags': { v: ['photo_selfie'] } }),
    });
    const path = `/api/media/${body.media[0].media_id}`;
    const patched = await engine.call('PATCH', `${path}/`, {
      json: { tags: ['photo_id', 'photo_id_front'] },
    });
    expect(patched.body.tags).toEqual(['photo_id', 'photo_id_front']);
    expect((await engine.call('PATCH', path, { json: { tags: [] } })).body.tags).toEqual([]);
    expect((await engine.call('GET', path)).body.tags).toEqual([]);
    expect((await engine.call('PATCH', path, { json: { tags: [7] } })).body.error_code).toBe(5);
  });

  it('seen in another folder are marked for the analyser, in the same folder not', async () => {
    const zip = await shotSet([jpeg('replayed')]);
    const verdicts: string[] = [];
    for (const round of [1, 2]) {
      const { body } = await engine.call('POST', '/api/folders', {
        body: form({ [`v${round}`]: zip }, { 'folder:meta_data': { round } }),
      });
      const path = `/api/folders/${body.folder_id}/analyses`;
      const started = await engine.call('POST', path, { json: { analyses: [{ type: 'Quality' }] } });
      verdicts.push((await finished(engine, started.body[0].analysis_id)).resolution);
    }
    expect(verdicts).toEqual(['SUCCESS', 'DECLINED']);
  });

  it('a zip that cannot be read is stored, and shows no frames', async () => {
    const broken = Buffer.concat([Buffer.from([0x50, 0x4b, 0x03, 0x04]), Buffer.from('not really a zip')]);
    const { status, body } = await engine.call('POST', '/api/folders', { body: form({ v: broken }) });
    expect(status).toBe(201);
    expect(body.media[0].images).toEqual([]);
  });
});

describe('analyses of a folder', () => {
  it('are listed with filters and their opposites', async () => {
    const { body } = await engine.call('POST', '/api/folders', {
      body: form({ a: jpeg('f1'), b: jpeg('f2') }),
    });
    const path = `/api/folders/${body.folder_id}/analyses/`;
    const started = await engine.call('POST', path, {
      json: { analyses: [{ type: 'quality' }, { type: 'Biometry' }] },
    });
    const [quality, biometry] = started.body.map((analysis: { analysis_id: string }) => analysis.analysis_id);
    await finished(engine, quality);
    await finished(engine, biometry);
    const listed = async (query: string) =>
      (await engine.call('GET', `${path}?${query}`)).body.map((analysis: { type: string }) => analysis.type);
    expect((await listed('')).sort()).toEqual(['BIOMETRY', 'QUALITY']);
    expect(await listed('type=quality')).toEqual(['QUALITY']);
    expect(await listed('type=BIOMETRY,QUALITY&state=FINISHED')).toHaveLength(2);
    expect(await listed('type.exclude=BIOMETRY')).toEqual(['QUALITY']);
    expect(await listed('state.exclude=FINISHED')).toEqual([]);
    expect(await listed(`analyse_id=${biometry}`)).toEqual(['BIOMETRY']);
    expect(await listed(`analysis_id.exclude=${biometry}`)).toEqual(['QUALITY']);
  });

  it('decide the folder: failed over declined over success', async () => {
    const { body } = await engine.call('POST', '/api/folders', {
      body: form(
        { good: jpeg('g'), bad: jpeg('b'), worse: jpeg('w') },
        { 'media:tags': { bad: ['attack'], worse: ['broken'] } },
      ),
    });
    const folder = async () => (await engine.call('GET', `/api/folders/${body.folder_id}/`)).body;
    const run = async (key: string) => {
      const started = await engine.call('POST', `/api/folders/${body.folder_id}/analyses`, {
        json: { analyses: [{ type: 'quality', source_media: [key] }] },
      });
      return finished(engine, started.body[0].analysis_id);
    };
    await run('good');
    expect(await folder()).toMatchObject({ resolution_status: 'FINISHED', system_resolution: 'SUCCESS' });
    await run('bad');
    expect(await folder()).toMatchObject({ resolution_status: 'FINISHED', system_resolution: 'DECLINED' });
    const failed = await run('worse');
    expect(failed).toMatchObject({
      state: 'FAILED',
      resolution_status: 'FAILED',
      error_message: 'media is broken',
      results_media: [],
    });
    expect(await folder()).toMatchObject({ resolution_status: 'FAILED', system_resolution: 'FAILED' });
    const within = `folder_id=${body.folder_id}&resolution_status`;
    expect((await list(`${within}=SUCCESS`)).items).toHaveLength(0);
    expect((await list(`${within}=failed`)).items).toHaveLength(1);
  });
});

describe('deletion of a folder', () => {
  it('takes media, analyses and files with it, even in the middle of an analysis', async () => {
    const { body } = await engine.call('POST', '/api/folders', { body: form({ v: jpeg('gone') }) });
    let open = () => {};
    engine.analyser.gate = new Promise((resolve) => {
      open = resolve;
    });
    const started = await engine.call('POST', `/api/folders/${body.folder_id}/analyses`, {
      json: { analyses: [{ type: 'quality', params: { extract_best_shot: true } }] },
    });
    expect((await engine.call('DELETE', `/api/folders/${body.folder_id}/`)).status).toBe(204);
    open();
    engine.analyser.gate = Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const path of [
      `/api/folders/${body.folder_id}`,
      `/api/media/${body.media[0].media_id}`,
      `/api/analyses/${started.body[0].analysis_id}`,
      pathOf(body.media[0].original_url),
    ])
      expect([path, (await engine.call('GET', path)).status]).toEqual([path, 404]);
    expect(existsSync(join(engine.dataDir, 'engine/blobs/folders', body.folder_id))).toBe(false);
    expect((await engine.call('DELETE', `/api/folders/${body.folder_id}`)).status).toBe(404);
  });
});
