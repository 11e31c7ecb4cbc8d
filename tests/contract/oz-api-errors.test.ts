import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { form, jpeg, type Reply, shotSet, startEngine, type TestEngine } from './oz-api-support.ts';

let engine: TestEngine;
let folderId: string;

beforeAll(async () => {
  engine = await startEngine();
  folderId = (await engine.call('POST', '/api/folders', { body: form({ photo: jpeg('p') }) })).body.folder_id;
});
afterAll(async () => {
  await engine.remove();
});

function expectEnvelope(reply: Reply, status: number, code: number, word: string): void {
  expect(reply.status).toBe(status);
  expect(Object.keys(reply.body).sort()).toEqual(['details', 'error_code', 'error_message']);
  expect(reply.body.error_code).toBe(code);
  expect(reply.body.error_message.length).toBeGreaterThan(5);
  expect(reply.body.details.code).toBe(word);
}

const NO_SUCH = '00000000-0000-4000-8000-000000000000';

describe('error envelope', () => {
  it.each([
    ['GET', '/nothing'],
    ['GET', '/api'],
    ['GET', '/api/unknown/'],
    ['POST', '/'],
    ['GET', `/api/folders/${NO_SUCH}`],
    ['GET', '/api/folders/not-a-uuid/'],
    ['DELETE', `/api/folders/${NO_SUCH}/`],
    ['GET', `/api/folders/${NO_SUCH}/analyses/`],
    ['GET', `/api/folders/${NO_SUCH}/media`],
    ['GET', `/api/analyses/${NO_SUCH}`],
    ['GET', `/api/media/${NO_SUCH}`],
    ['GET', `/api/folders/${NO_SUCH}/meta_data/`],
    ['GET', `/api/media/${NO_SUCH}/meta_data`],
    ['GET', `/api/analyses/${NO_SUCH}/meta_data`],
    ['GET', `/static/${NO_SUCH}/abc.jpg`],
  ])('404 for %s %s', async (method, path) => {
    expectEnvelope(await engine.call(method, path), 404, 10, 'not_found');
  });

  it.each([
    ['PUT', '/api/folders', 'POST, GET'],
    ['DELETE', '/api/folders/', 'POST, GET'],
    ['GET', '/api/authorize/auth', 'POST'],
    ['POST', '/api/authorize/session_token', 'GET'],
    ['POST', '/api/version', 'GET'],
    ['DELETE', `/api/analyses/${NO_SUCH}`, 'GET'],
    ['GET', '/api/instant/folders/', 'POST'],
    ['PUT', `/api/folders/${NO_SUCH}/meta_data`, 'GET, POST, PATCH, DELETE'],
  ])('405 for %s %s', async (method, path, allow) => {
    const reply = await engine.call(method, path);
    expectEnvelope(reply, 405, 1, 'method_not_allowed');
    expect(reply.headers.get('allow')).toBe(allow);
  });

  it('400 for malformed JSON, malformed URLs and wrong shapes', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const path = `/api/folders/${folderId}/analyses`;
    expectEnvelope(
      await engine.call('POST', path, { headers, body: '{"analyses":' }),
      400,
      3,
      'invalid_structure',
    );
    expectEnvelope(await engine.call('POST', path, { json: {} }), 400, 3, 'invalid_structure');
    expectEnvelope(await engine.call('POST', path, { json: { analyses: 'x' } }), 400, 5, 'invalid_type');
    expectEnvelope(await engine.call('POST', path, { json: { analyses: [] } }), 400, 4, 'invalid_value');
    expectEnvelope(await engine.call('POST', path), 400, 3, 'invalid_structure');
    expectEnvelope(await engine.call('GET', '/api/folders/%E0%A4%A'), 400, 3, 'invalid_structure');
  });

  it('413 for a JSON body that is too large', async () => {
    const json = { analyses: [], filler: 'x'.repeat(300_000) };
    const reply = await engine.call('POST', `/api/folders/${folderId}/analyses`, { json });
    expectEnvelope(reply, 413, 4, 'body_too_large');
  });

  it('names what an analysis request got wrong', async () => {
    const path = `/api/folders/${folderId}/analyses/`;
    const ask = (analysis: unknown) => engine.call('POST', path, { json: { analyses: [analysis] } });
    const unknown = await ask({ type: 'documents' });
    expectEnvelope(unknown, 400, 4, 'analysis_type_unsupported');
    expect(unknown.body.error_message).toContain('QUALITY, BIOMETRY');
    expectEnvelope(await ask({ type: 'palmistry' }), 400, 4, 'analysis_type_unsupported');
    expectEnvelope(await ask({ type: 'quality', source_media: [NO_SUCH] }), 400, 4, 'invalid_value');
    expectEnvelope(await ask({ type: 'quality', source_media: [] }), 400, 4, 'invalid_value');
    const single = await ask({ type: 'biometry' });
    expectEnvelope(single, 400, 4, 'invalid_value');
    expect(single.body.error_message).toContain('at least 2 media');
    const empty = await engine.call('POST', '/api/folders');
    const none = await engine.call('POST', `/api/folders/${empty.body.folder_id}/analyses`, {
      json: { analyses: [{ type: 'quality' }] },
    });
    expectEnvelope(none, 400, 4, 'invalid_value');
    const folder = await engine.call('GET', `/api/folders/${folderId}?with_analyses=true`);
    expect(folder.body.analyses).toEqual([]);
  });
});

describe('uploads that are refused', () => {
  const upload = (body: CallBody, headers: Record<string, string> = {}) =>
    engine.call('POST', '/api/folders/', { body, headers });
  type CallBody = FormData | string | Uint8Array<ArrayBuffer>;

  it('other content types', async () => {
    expectEnvelope(await upload('x', { 'Content-Type': 'text/plain' }), 400, 5, 'invalid_type');
  });

  it('files over the limit', async () => {
    const big = Buffer.concat([jpeg('big'), Buffer.alloc(70 * 1024)]);
    const reply = await upload(form({ big }));
    expectEnvelope(reply, 413, 4, 'file_too_large');
    expect(reply.body.details.max_bytes).toBe(64 * 1024);
  });

  it('more files than a folder may hold', async () => {
    const files = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, jpeg(name)]));
    expectEnvelope(await upload(form(files)), 413, 4, 'too_many_files');
    const four = await upload(form({ a: jpeg('1'), b: jpeg('2'), c: jpeg('3'), d: jpeg('4') }));
    expect(four.status).toBe(201);
    const fifth = await engine.call('POST', `/api/folders/${four.body.folder_id}/media/`, {
      body: form({ e: jpeg('5') }),
    });
    expectEnvelope(fifth, 413, 4, 'too_many_files');
    const media = await engine.call('GET', `/api/folders/${four.body.folder_id}/media/`);
    expect(media.body).toHaveLength(4);
  });

  it('videos, unknown formats and empty files', async () => {
    const mp4 = Buffer.from('\0\0\0\x18ftypmp42', 'latin1');
    const video = await upload(form({ clip: mp4 }));
    expectEnvelope(video, 415, 4, 'media_unsupported');
    expect(video.body.error_message).toContain('video/mp4');
    expectEnvelope(
      await upload(form({ text: Buffer.from('hello there, general') })),
      415,
      4,
      'media_unsupported',
    );
    expectEnvelope(await upload(form({ nothing: Buffer.alloc(0) })), 400, 4, 'invalid_value');
  });

  it('payloads that do not fit', async () => {
    const body = new FormData();
    body.set('payload', '{');
    expectEnvelope(await upload(body), 400, 3, 'invalid_structure');
    const wrongKey = await upload(form({ a: jpeg('a') }, { 'media:tags': { b: ['x'] } }));
    expectEnvelope(wrongKey, 400, 4, 'invalid_value');
    expect(wrongKey.body.error_message).toContain('"b"');
    expectEnvelope(await upload(form({ a: jpeg('a') }, { 'media:tags': ['x'] })), 400, 5, 'invalid_type');
    expectEnvelope(
      await upload(form({ a: jpeg('a') }, { 'folder:meta_data': { big: 'x'.repeat(70_000) } })),
      400,
      4,
      'invalid_value',
    );
    const twice = form({ a: jpeg('a') });
    twice.append('a', new Blob([new Uint8Array(jpeg('b'))]), 'b.jpg');
    expectEnvelope(await upload(twice), 400, 4, 'invalid_value');
  });

  it('multipart without a boundary or cut off', async () => {
    const noBoundary = await upload('x', { 'Content-Type': 'multipart/form-data' });
    expectEnvelope(noBoundary, 400, 3, 'invalid_structure');
    const cut = '--b\r\nContent-Disposition: form-data; name="a"; filename="a.jpg"\r\n\r\n\xff\xd8\xff';
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
    const reply = await upload(cut, headers);
    expect(reply.status).toBe(400);
    expect(reply.body.error_code).toBe(3);
  });

  it('appends without a file', async () => {
    const reply = await engine.call('POST', `/api/folders/${folderId}/media`, { body: form({}, {}) });
    expectEnvelope(reply, 400, 3, 'invalid_structure');
  });

  it('leave nothing behind', async () => {
    const list = await engine.call('GET', '/api/folders?limit=1000');
    const known = list.body.items
      .filter((folder: { media: unknown[] }) => folder.media.length > 0)
      .map((folder: { folder_id: string }) => folder.folder_id)
      .sort();
    expect((await engine.media.folders()).toSorted()).toEqual(known);
    expect(engine.media.staged()).toEqual([]);
  });

  it('a broken connection stores nothing', async () => {
    const before = (await engine.call('GET', '/api/folders')).body.total;
    const upload = request(`${engine.url}/api/folders`, {
      method: 'POST',
      headers: {
        'X-Forensic-Access-Token': engine.token,
        'Content-Type': 'multipart/form-data; boundary=b',
        'Content-Length': '50000',
      },
    });
    upload.on('error', () => undefined);
    upload.write('--b\r\nContent-Disposition: form-data; name="a"; filename="a.jpg"\r\n\r\n');
    upload.write(Buffer.concat([jpeg('x'), Buffer.alloc(1000)]));
    await expect.poll(() => engine.media.staged()).toHaveLength(1);
    upload.destroy();
    await expect.poll(() => engine.media.staged()).toEqual([]);
    expect((await engine.call('GET', '/api/folders')).body.total).toBe(before);
  });
});

describe('static media', () => {
  it('cannot be walked out of', async () => {
    const { body } = await engine.call('GET', `/api/folders/${folderId}`);
    const name = new URL(body.media[0].original_url).pathname.split('/').at(-1);
    for (const path of [
      '/static/',
      `/static/${folderId}`,
      `/static/${folderId}/`,
      `/static/${folderId}/..%2f..%2f..%2fengine.db`,
      `/static/..%2f..%2fkeys/session-token-es384.pem`,
      `/static/%2e%2e/engine.db`,
      `/static/${folderId}/..%5c..%5cengine.db`,
      `/static/${NO_SUCH}/${name}`,
      `/static/${folderId}/${name}%00.jpg`,
    ]) {
      const reply = await rawGet(path);
      expect([path, reply]).toEqual([path, expect.stringMatching(/^(404|400)$/)]);
    }
    expect(await rawGet(`/static/${folderId}/${name}`)).toBe('200');
  });

  it('frames need their own folder and a valid number', async () => {
    const zip = await shotSet([jpeg('only')]);
    const { body } = await engine.call('POST', '/api/folders', { body: form({ zip }) });
    const frame = new URL(body.media[0].images[0].original_url).pathname;
    expect(await rawGet(frame)).toBe('200');
    expect(await rawGet(frame.replace('-0.jpg', '-1.jpg'))).toBe('404');
    expect(await rawGet(frame.replace(body.folder_id, folderId))).toBe('404');
  });
});

/** Sends the path as it is; fetch would normalise it. */
function rawGet(path: string): Promise<string> {
  const { hostname, port } = new URL(engine.url);
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, path, method: 'GET' }, (res) => {
      res.resume();
      resolve(String(res.statusCode));
    });
    call.on('error', reject);
    call.end();
  });
}

describe('a database that refuses', () => {
  it('gives 500 with code 12, and its words to the log alone', async () => {
    const broken = await startEngine();
    await broken.sql('drop table company_item');
    const reply = await broken.call('GET', '/api/report_templates');
    expectEnvelope(reply, 500, 12, 'database_failed');
    expect(reply.body.error_message).toBe('Unknown server side error occurred');
    // Each database in its own words.
    expect(broken.log.join('\n')).toMatch(
      /no such table: company_item|relation .{1,2}company_item.{1,2} does not exist/,
    );
    await broken.remove();
  });
});

describe('headers', () => {
  it('do not say what serves them, and forbid sniffing and caching of API replies', async () => {
    const reply = await engine.call('GET', '/api/folders');
    expect(reply.headers.get('x-powered-by')).toBeNull();
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });

  it('carry the request id of the caller', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const traced = await engine.call('GET', '/api/version', { headers: { traceparent } });
    expect(traced.headers.get('x-request-id')).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    const named = await engine.call('GET', '/api/version', { headers: { 'X-Request-Id': 'capture-7' } });
    expect(named.headers.get('x-request-id')).toBe('capture-7');
    const wild = await engine.call('GET', '/api/version', { headers: { 'X-Request-Id': 'a b"c' } });
    expect(wild.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});
