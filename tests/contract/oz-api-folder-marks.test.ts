import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { form, jpeg, pathOf, shotSet, startEngine, TagAnalyser, type TestEngine } from './oz-api-support.ts';

const analyser = new TagAnalyser();
let engine: TestEngine;
beforeAll(async () => {
  engine = await startEngine({ analyser });
});
afterAll(() => engine.remove());

const BEST = { analyses: [{ type: 'quality', params: { extract_best_shot: true } }] };
let captures = 0;

async function capture(payload: object = BEST) {
  captures += 1;
  const body = form({ a: jpeg(`a ${captures}`), b: jpeg(`b ${captures}`) }, payload);
  return (await engine.call('POST', '/api/folders', { body })).body;
}

function filesOf(folderId: string): readonly string[] {
  const folder = join(engine.dataDir, 'engine', 'blobs', 'folders', folderId);
  return existsSync(folder) ? readdirSync(folder) : [];
}

describe('is_cleared', () => {
  it('says that the files of a folder were removed while its results stayed', async () => {
    const folder = await capture();
    expect([folder.is_cleared, filesOf(folder.folder_id).length]).toEqual([false, 4]);
    const path = `/api/folders/${folder.folder_id}`;
    expect((await engine.call('DELETE', `${path}/media`)).status).toBe(204);
    expect(filesOf(folder.folder_id)).toEqual([]);
    expect((await engine.call('GET', pathOf(folder.media[0].original_url))).status).toBe(404);
    const { body } = await engine.call('GET', `${path}?with_analyses=true`);
    expect(body).toMatchObject({ is_cleared: true, media: [], system_resolution: 'SUCCESS' });
    expect(body.analyses[0]).toMatchObject({ resolution: 'SUCCESS', source_media: [] });
    expect(body.analyses[0].results_media[0].output_images).toEqual([]);
    await engine.call('POST', `${path}/media`, { body: form({ c: jpeg('c') }) });
    expect((await engine.call('GET', path)).body.is_cleared).toBe(false);
  });

  it('waits for the end of analyses: 409 until then', async () => {
    let open: () => void = () => undefined;
    analyser.gate = new Promise((resolve) => {
      open = resolve;
    });
    const { folder_id: id } = await capture({});
    const json = { analyses: [{ type: 'quality' }] };
    await engine.call('POST', `/api/folders/${id}/analyses`, { json });
    const busy = await engine.call('DELETE', `/api/folders/${id}/media`);
    expect([busy.status, busy.body.details.code, filesOf(id).length]).toEqual([409, 'conflict', 2]);
    open();
    await expect.poll(async () => (await engine.call('DELETE', `/api/folders/${id}/media`)).status).toBe(204);
  });
});

/** Every link to a file in a reply, in the order they stand there. */
function linksIn(body: unknown): string[] {
  return [...JSON.stringify(body).matchAll(/"(http:\/\/[^"]+\/static\/[^"]+)"/g)].map(
    ([, link = '']) => link,
  );
}

describe('shared_token', () => {
  const holder = (token: string) => ({ token: null, headers: { 'X-Forensic-Shared-Token': token } });

  it('lets its holder read one folder until it is replaced or withdrawn', async () => {
    const { folder_id: id } = await capture();
    const path = `/api/folders/${id}`;
    expect((await engine.call('GET', path)).body.shared_token).toBeNull();
    const shared = await engine.call('POST', `${path}/shared_token`);
    const { shared_token: token } = shared.body;
    expect([shared.status, token]).toEqual([201, expect.stringMatching(/^[\w-]{43}$/)]);
    expect((await engine.call('GET', path)).body.shared_token).toBe(token);
    const seen = await engine.call('GET', `${path}?with_analyses=true`, holder(token));
    expect([seen.status, seen.body.analyses.length]).toEqual([200, 1]);
    // Whoever was given it need not learn it again, nor pass a newer one on.
    expect(seen.body).not.toHaveProperty('shared_token');
    const { folder_id: other } = await capture();
    expect((await engine.call('GET', `/api/folders/${other}`, holder(token))).status).toBe(404);
    expect((await engine.call('DELETE', path, holder(token))).status).toBe(403);
    const { shared_token: second } = (await engine.call('POST', `${path}/shared_token`)).body;
    expect((await engine.call('GET', path, holder(token))).body.error_code).toBe(7);
    expect((await engine.call('GET', path, holder(second))).status).toBe(200);
    expect((await engine.call('DELETE', `${path}/shared_token`)).status).toBe(204);
    expect((await engine.call('GET', path, holder(second))).status).toBe(401);
  });

  it('gives its holder links to the same files that end with it', async () => {
    const frame = () => sharp({ create: { width: 64, height: 64, channels: 3, background: '#765' } }).jpeg();
    const zip = await shotSet([await frame().toBuffer(), await frame().negate().toBuffer()]);
    const made = await engine.call('POST', '/api/folders', { body: form({ shots: zip }, BEST) });
    const path = `/api/folders/${made.body.folder_id}`;
    const share = async () => (await engine.call('POST', `${path}/shared_token`)).body.shared_token;
    const token = await share();
    const own = await engine.call('GET', `${path}?with_analyses=true`);
    const seen = await engine.call('GET', `${path}?with_analyses=true`, holder(token));
    const [links, sealed] = [linksIn(own.body), linksIn(seen.body)];
    // The zip, its thumbnail, its film and two frames, all of them with the folder and with the analysis; and the best shot.
    expect(sealed).toHaveLength(11);
    for (const link of links) expect(seen.bytes.toString()).not.toContain(link.split('/').at(-1));
    for (const [index, link] of sealed.entries()) {
      const reply = await engine.call('GET', pathOf(link), { token: null });
      const whole = await engine.call('GET', pathOf(links[index] ?? ''), { token: null });
      expect([reply.status, reply.headers.get('Content-Type')]).toEqual([
        200,
        whole.headers.get('Content-Type'),
      ]);
      expect(reply.headers.get('Cache-Control')).toBe('private, no-store');
      expect(reply.bytes.equals(whole.bytes)).toBe(true);
    }
    const mediaId = made.body.media[0].media_id;
    const others = [
      '/api/folders?with_analyses=true',
      `${path}/media`,
      `${path}/analyses`,
      `/api/media/${mediaId}`,
      `/api/analyses/${made.body.analyses[0].analysis_id}`,
    ];
    for (const one of others) {
      const found = linksIn((await engine.call('GET', one, holder(token))).body);
      expect([one, found.length > 0, found.filter((link) => !sealed.includes(link))]).toEqual([
        one,
        true,
        [],
      ]);
    }
    const { folder_id: other } = await capture();
    const [first = ''] = sealed;
    const moved = pathOf(first).replace(made.body.folder_id, other);
    const altered = pathOf(first).replace('shared_', 'shared_A');
    const status = async (asked: string) => (await engine.call('GET', asked, { token: null })).status;
    expect([await status(moved), await status(altered)]).toEqual([404, 404]);
    await share();
    for (const link of sealed) expect(await status(pathOf(link))).toBe(404);
    const again = linksIn((await engine.call('GET', path, holder(await share()))).body);
    await engine.call('DELETE', `${path}/shared_token`);
    for (const link of again) expect(await status(pathOf(link))).toBe(404);
    for (const link of links) expect(await status(pathOf(link))).toBe(200);
  });

  it('is in no message and no log', async () => {
    const { folder_id: id } = await capture();
    const { shared_token: token } = (await engine.call('POST', `/api/folders/${id}/shared_token`)).body;
    await engine.call('GET', `/api/folders/${id}`, holder(token));
    expect(engine.log.join('\n')).not.toContain(token);
  });
});

describe('a single request', () => {
  it('has its analyses in the order they were asked for, now and later', async () => {
    const types = ['QUALITY', 'BIOMETRY', 'QUALITY', 'BIOMETRY', 'QUALITY', 'BIOMETRY'];
    const { folder_id: id, analyses } = await capture({ analyses: types.map((type) => ({ type })) });
    const list = (await engine.call('GET', `/api/folders/${id}/analyses`)).body;
    for (const all of [analyses, list])
      expect(all.map(({ type }: { readonly type: string }) => type)).toEqual(types);
  });
});

describe('fields of older clients', () => {
  it('has group_id, analyse_type, time_task_… and image_id', async () => {
    const two = [{ type: 'quality' }, { type: 'quality' }];
    const { folder_id: id, analyses, media } = await capture({ analyses: two });
    const [first, second] = analyses;
    expect(first.group_id).toMatch(/^[\da-f-]{36}$/);
    expect([second.group_id, first.analyse_type]).toEqual([first.group_id, 'QUALITY']);
    expect([first.time_task_send_to_broker, first.time_task_received, first.time_task_finished]).toEqual([
      first.time_created,
      first.time_started,
      first.time_finished,
    ]);
    expect(media[0].image_id).toBe(media[0].media_id);
    const json = { analyses: [{ type: 'quality' }] };
    const third = await engine.call('POST', `/api/folders/${id}/analyses`, { json });
    expect(third.body[0].group_id).not.toBe(first.group_id);
  });

  it('takes the access token under the name that one overview page has for it', async () => {
    const headers = { 'X-Forensics-Access-Token': engine.token };
    expect((await engine.call('GET', '/api/folders', { token: null, headers })).status).toBe(200);
  });
});
