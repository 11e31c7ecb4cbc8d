import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, finished, form, jpeg, pathOf, startEngine, type TestEngine } from './oz-api-support.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await startEngine({ config: { admin: ADMIN } });
});
afterAll(() => engine.remove());

async function newCollection(alias: string = randomUUID()): Promise<string> {
  const reply = await engine.call('POST', '/api/collections/', { json: { alias } });
  expect(reply.status).toBe(201);
  return reply.body.collection_id;
}

const picture = (face: number) =>
  form({ photo: jpeg(`face ${face}`) }, { 'media:tags': { photo: [`face_${face}`] } });

async function enrol(collectionId: string, face: number): Promise<string> {
  const path = `/api/collections/${collectionId}/persons/`;
  const reply = await engine.call('POST', path, { body: picture(face) });
  expect(reply.status).toBe(201);
  return reply.body.person_id;
}

async function search(face: number, params?: unknown) {
  const payload = {
    'media:tags': { selfie: [`face_${face}`] },
    analyses: [{ type: 'collection', ...(params === undefined ? {} : { params }) }],
  };
  const reply = await engine.call('POST', '/api/folders', {
    body: form({ selfie: jpeg(randomUUID()) }, payload),
  });
  return { status: reply.status, body: reply.body, analysis: reply.body.analyses?.[0] };
}

describe('/api/collections', () => {
  it('makes, lists and removes collections with all that is in them', async () => {
    const reply = await engine.call('POST', '/api/collections', {
      json: { alias: 'vip', meta_data: { a: 1 } },
    });
    const { collection_id: id } = reply.body;
    expect(reply.body).toMatchObject({ alias: 'vip', meta_data: { a: 1 }, company_id: expect.any(String) });
    expect((await engine.call('GET', '/api/collections')).body).toContainEqual(reply.body);
    expect((await engine.call('GET', `/api/collections/${id}/`)).body).toEqual(reply.body);
    const again = await engine.call('POST', '/api/collections', { json: { alias: 'vip' } });
    expect([again.status, again.body.error_code, again.body.details.code]).toEqual([409, 4, 'conflict']);
    const race = await Promise.all(
      [1, 2, 3].map(() => engine.call('POST', '/api/collections', { json: { alias: 'race' } })),
    );
    expect(race.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const foreign = { alias: 'x', company_id: randomUUID() };
    expect((await engine.call('POST', '/api/collections', { json: foreign })).status).toBe(403);
    await enrol(id, 1);
    expect(existsSync(join(engine.dataDir, 'engine/blobs/folders', id))).toBe(true);
    expect((await engine.call('DELETE', `/api/collections/${id}`)).status).toBe(204);
    expect((await engine.call('GET', `/api/collections/${id}`)).status).toBe(404);
    expect(existsSync(join(engine.dataDir, 'engine/blobs/folders', id))).toBe(false);
  });

  it('keeps persons with their pictures and meta_data', async () => {
    const id = await newCollection();
    const path = `/api/collections/${id}/persons`;
    const body = form(
      { a: jpeg('a'), b: jpeg('b') },
      { 'media:tags': { a: ['face_1'], b: ['face_1'] }, 'person:meta_data': { name: 'Eva' } },
    );
    const { body: person } = await engine.call('POST', path, { body });
    expect(person).toMatchObject({ meta_data: { name: 'Eva' }, images: [{ tags: ['face_1'] }, {}] });
    const [first, second] = person.images;
    expect((await engine.call('GET', pathOf(first.original_url))).bytes).toEqual(jpeg('a'));
    const own = `${path}/${person.person_id}`;
    const { body: added } = await engine.call('POST', `${own}/images/`, { body: picture(2) });
    expect(added).toMatchObject([{ person_image_id: expect.any(String), person_id: person.person_id }]);
    await engine.call('PATCH', `${own}/meta_data`, { json: { iin: 7 } });
    expect((await engine.call('DELETE', `${own}/images/${second.person_image_id}`)).status).toBe(204);
    expect((await engine.call('GET', pathOf(second.original_url))).status).toBe(404);
    expect((await engine.call('GET', `${own}/images`)).body).toEqual([first, added[0]]);
    const now = (await engine.call('GET', own)).body;
    expect(now).toMatchObject({ meta_data: { name: 'Eva', iin: 7 } });
    expect((await engine.call('GET', `${path}?limit=5`)).body).toEqual([now]);
    expect((await engine.call('DELETE', own)).status).toBe(204);
    expect((await engine.call('GET', own)).status).toBe(404);
    expect((await engine.call('GET', pathOf(first.original_url))).status).toBe(404);
  });

  it('refuses a picture without a face, and keeps nothing of the form', async () => {
    const id = await newCollection();
    const body = form({ good: jpeg('g'), bad: jpeg('n') }, { 'media:tags': { good: ['face_1'] } });
    const reply = await engine.call('POST', `/api/collections/${id}/persons`, { body });
    expect(reply.status).toBe(400);
    expect(reply.body.error_message).toContain('"bad"');
    expect((await engine.call('GET', `/api/collections/${id}/persons`)).body).toEqual([]);
    expect(existsSync(join(engine.dataDir, 'engine/blobs/folders', id))).toBe(false);
  });

  it('is shown to the company and nobody else', async () => {
    const id = await newCollection();
    expect((await engine.call('GET', `/api/collections/${randomUUID()}`)).status).toBe(404);
    expect((await engine.call('GET', `/api/collections/${id}`, { token: null })).status).toBe(401);
    const other = await newCollection();
    const person = await enrol(other, 3);
    expect((await engine.call('GET', `/api/collections/${id}/persons/${person}`)).status).toBe(404);
    const { email, password } = ADMIN;
    const login = { credentials: { email, password } };
    const { access_token: token } = (await engine.call('POST', '/api/authorize/auth', { json: login })).body;
    const foreign = { alias: 'theirs', company_id: randomUUID() };
    const theirs = (await engine.call('POST', '/api/collections', { token, json: foreign })).body;
    expect((await engine.call('GET', `/api/collections/${theirs.collection_id}`)).status).toBe(404);
    const ids = (await engine.call('GET', '/api/collections')).body.map(
      (one: { collection_id: string }) => one.collection_id,
    );
    expect(ids).toContain(id);
    expect(ids).not.toContain(theirs.collection_id);
  });
});

describe('COLLECTION', () => {
  it('declines a face it finds and names the person, also after others came and went', async () => {
    const id = await newCollection('blacklist');
    const first = await enrol(id, 4);
    expect((await search(5, { collection_ids: ['blacklist'] })).analysis).toMatchObject({
      type: 'COLLECTION',
      resolution: 'SUCCESS',
    });
    const second = await enrol(id, 5);
    const { analysis } = await search(5, { collection_ids: [id] });
    expect(analysis).toMatchObject({
      resolution: 'DECLINED',
      results_media: [{ person_id: second, collection: { collection_id: id, alias: 'blacklist' } }],
    });
    await engine.call('DELETE', `/api/collections/${id}/persons/${second}`);
    expect((await search(5, { collection_id: id })).analysis.resolution).toBe('SUCCESS');
    expect((await search(4)).analysis.results_media[0].person_id).toBe(first);
  });

  it('tells the holder of a token for one folder that somebody was found, and not whom', async () => {
    const id = await newCollection('kept to ourselves');
    const person = await enrol(id, 6);
    const { analysis } = await search(6, { collection_id: id });
    expect(JSON.stringify(analysis)).toContain(person);
    const path = `/api/folders/${analysis.folder_id}`;
    const { shared_token: token } = (await engine.call('POST', `${path}/shared_token`)).body;
    const reader = { token: null, headers: { 'X-Forensic-Shared-Token': token } };
    const seen = await engine.call('GET', `/api/analyses/${analysis.analysis_id}`, reader);
    expect(seen.body).toMatchObject({
      resolution: 'DECLINED',
      results_media: [{ resolution_status: 'DECLINED' }],
    });
    expect(seen.bytes.toString()).not.toMatch(new RegExp(`${person}|${id}|kept to ourselves`));
  });

  it('is refused without a collection to search, and where nothing is stored', async () => {
    const missing = await search(1, { collection_ids: ['no such'] });
    expect(missing.status).toBe(400);
    expect(missing.body.error_message).toContain('no such');
    const body = form({ selfie: jpeg('i') }, { analyses: [{ type: 'collection' }] });
    expect((await engine.call('POST', '/api/instant/folders', { body })).status).toBe(400);
  });

  it('can be asked of a folder that is there', async () => {
    const id = await newCollection();
    const person = await enrol(id, 6);
    const tags = { 'media:tags': { selfie: ['face_6'] } };
    const folder = await engine.call('POST', '/api/folders', { body: form({ selfie: jpeg('f6') }, tags) });
    const reply = await engine.call('POST', `/api/folders/${folder.body.folder_id}/analyses`, {
      json: { analyses: [{ type: 'COLLECTION', params: { collection_ids: [id] } }] },
    });
    const done = await finished(engine, reply.body[0].analysis_id);
    expect(done).toMatchObject({ resolution: 'DECLINED', results_media: [{ person_id: person }] });
  });
});
