import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOME_COMPANY_ID } from '../../packages/engine/src/model/companies.ts';
import { templateBytes } from '../../packages/engine/src/model/template-bytes.ts';
import { openSqliteStore } from '../../packages/engine/src/store/sqlite-store.ts';
import { newAccount } from '../support/company-world.ts';
import { form, jpeg, type Reply, startEngine, type TestEngine } from './oz-api-support.ts';

let engine: TestEngine;
/** Of an account that may start nothing. */
let idle: string;

beforeAll(async () => {
  engine = await startEngine();
  const store = await openSqliteStore(join(engine.dataDir, 'engine', 'engine.db'));
  const account = await newAccount(store, 'CLIENT', HOME_COMPANY_ID);
  const record = await store.accounts.get(account.userId);
  if (record)
    await store.accounts.save({
      ...record,
      mayStart: { biometry: false, quality: false, collection: false },
    });
  idle = account.token;
  await store.close();
});
afterAll(() => engine.remove());

const post = (path: string, bytes: Uint8Array, headers: Record<string, string> = {}) =>
  engine.call('POST', `/v1/face/${path}`, {
    body: new Uint8Array(bytes),
    headers: { 'Content-Type': 'image/jpeg', ...headers },
  });
const ask = (path: string, files: Record<string, Buffer>, headers: Record<string, string> = {}) =>
  engine.call('POST', `/v1/face/${path}`, { body: form(files), headers });
const BASE64 = { 'Content-Transfer-Encoding': 'base64' };
const inBase64 = (bytes: Buffer) => Buffer.from(bytes.toString('base64').replaceAll(/(.{20})/g, '$1\r\n'));

async function templateOf(seed: string): Promise<Buffer> {
  const { status, headers, bytes } = await post('pattern/extract', jpeg(seed));
  expect([status, headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
  return bytes;
}

function expectRefusal({ status, body }: Reply, ...want: [status: number, code: string]): void {
  expect([status, body.details.code]).toEqual(want);
}

describe('API Lite', () => {
  it('says what it is and whether it works, to everybody', async () => {
    const version = await engine.call('GET', '/version/', { token: null });
    expect(version.body).toEqual({
      core: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      tfss: version.body.core,
      models: [{ name: 'tag-reader', version: '1' }],
    });
    for (const kind of ['pattern', 'liveness'])
      expect((await engine.call('GET', `/v1/face/${kind}/health`, { token: null })).body).toEqual({
        status: 0,
        message: '',
      });
  });

  it('compares templates that it extracted', async () => {
    const [one, same, other] = await Promise.all(['face_1', 'face_1 again', 'face_2'].map(templateOf));
    if (!one || !same || !other) throw new Error('no templates');
    expect((await ask('pattern/compare', { bio_feature: one, bio_template: same })).body).toEqual({
      score: 1,
      decision: 'approved',
    });
    expect((await ask('pattern/compare', { a: one, b: other })).body).toEqual({
      score: 0,
      decision: 'declined',
    });
  });

  it('compares a picture with a template, whichever comes first', async () => {
    const template = await templateOf('face_3');
    expect((await ask('pattern/verify', { sample: jpeg('face_3'), bio_template: template })).body).toEqual({
      score: 1,
      decision: 'approved',
    });
    const { body } = await ask('pattern/verify', { bio_template: template, sample: jpeg('face_4') });
    expect(body).toEqual({ score: 0, decision: 'declined' });
  });

  it('judges a picture', async () => {
    const { status, headers, body } = await post('liveness/detect', jpeg('alive'));
    expect([status, body]).toEqual([200, { score: 0.05, passed: true, reasons: [] }]);
    expect(headers.get('cache-control')).toBe('no-store');
    const { body: counts } = await engine.call('GET', '/api/statistics?group_by=type');
    expect(counts.items).toMatchObject([{ type: 'QUALITY', count: 1 }]);
  });

  it('reads and writes base64 where the header says so', async () => {
    const plain = await templateOf('face_5');
    const text = await post('pattern/extract', inBase64(jpeg('face_5')), BASE64);
    expect(text.headers.get('content-transfer-encoding')).toBe('base64');
    expect(Buffer.from(text.bytes.toString('latin1'), 'base64')).toEqual(plain);
    const files = { sample: inBase64(jpeg('face_5')), bio_template: text.bytes };
    expect((await ask('pattern/verify', files, BASE64)).body.decision).toBe('approved');
    expect((await post('liveness/detect', inBase64(jpeg('x')), BASE64)).body.passed).toBe(true);
    expectRefusal(await post('pattern/extract', jpeg('face_5'), BASE64), 400, 'invalid_value');
    const half = { a: text.bytes, b: plain };
    expectRefusal(await ask('pattern/compare', half, BASE64), 400, 'invalid_value');
  });

  it('refuses what it cannot read', async () => {
    expectRefusal(await post('pattern/extract', jpeg('a wall')), 400, 'invalid_value');
    expectRefusal(await post('pattern/extract', Buffer.from('text')), 415, 'media_unsupported');
    expectRefusal(await post('liveness/detect', Buffer.alloc(0)), 415, 'media_unsupported');
    const big = Buffer.concat([jpeg('big'), Buffer.alloc(70 * 1024)]);
    expectRefusal(await post('liveness/detect', big), 413, 'file_too_large');
    const template = await templateOf('face_6');
    expectRefusal(await ask('pattern/compare', { a: template }), 400, 'invalid_structure');
    expectRefusal(await ask('pattern/compare', { a: template, b: jpeg('x') }), 400, 'invalid_value');
    expectRefusal(await ask('pattern/verify', { a: template, b: template }), 415, 'media_unsupported');
    const foreign = templateBytes({ model: 'another 1', embedding: new Float32Array([1]) });
    const apart = await ask('pattern/compare', { a: template, b: foreign });
    expectRefusal(apart, 400, 'invalid_value');
    expect(apart.body.error_message).toContain('different models');
    expectRefusal(await post('pattern/compare', template), 400, 'invalid_type');
  });

  it('is for accounts that may start such analyses, and for no capture session', async () => {
    for (const path of ['pattern/extract', 'pattern/compare', 'pattern/verify', 'liveness/detect'])
      expectRefusal(await engine.call('POST', `/v1/face/${path}`, { token: idle }), 403, 'auth_forbidden');
    const { body } = await engine.call('GET', '/api/authorize/session_token');
    const headers = { 'X-Forensic-Session-Token': body.session_token, 'Content-Type': 'image/jpeg' };
    const options = { token: null, headers, body: new Uint8Array(jpeg('face_1')) };
    expectRefusal(await engine.call('POST', '/v1/face/liveness/detect', options), 403, 'auth_forbidden');
  });

  it('keeps nothing', async () => {
    expect(engine.media.staged()).toEqual([]);
    expect(await engine.media.folders()).toEqual([]);
    expect((await engine.call('GET', '/api/folders')).body.total).toBe(0);
  });
});
