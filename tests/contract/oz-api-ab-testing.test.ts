import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOME_COMPANY_ID } from '../../packages/engine/src/model/companies.ts';
import { openSqliteStore } from '../../packages/engine/src/store/sqlite-store.ts';
import { newAccount } from '../support/company-world.ts';
import { form, jpeg, startEngine, type TestEngine } from './oz-api-support.ts';

const PATH = '/api/ab-testings-configs';
const STRICT = { name: 'strict', share: 100, threshold_spoofing: 0.01 };
let engine: TestEngine;
let admin: string;

beforeAll(async () => {
  engine = await startEngine();
  const store = await openSqliteStore(join(engine.dataDir, 'engine', 'engine.db'));
  admin = (await newAccount(store, 'CLIENT ADMIN', HOME_COMPANY_ID)).token;
  await store.close();
});
afterAll(() => engine.remove());
beforeEach(async () => {
  const { body } = await engine.call('GET', PATH);
  for (const { ab_testing_config_id: id } of body)
    await engine.call('DELETE', `${PATH}/${id}`, { token: admin });
});

const make = (json: object, token = admin) => engine.call('POST', PATH, { token, json });
let captures = 0;

async function analysed(type = 'quality', payload: object = {}, path = '/api/folders') {
  captures += 1;
  const files = { a: jpeg(`a ${captures}`), b: jpeg(`b ${captures}`) };
  const tags = { a: ['alike_70'], b: ['alike_70'] };
  const body = form(files, { 'media:tags': tags, analyses: [{ type }], ...payload });
  return (await engine.call('POST', path, { body })).body.analyses[0];
}

describe('/api/ab-testings-configs', () => {
  it('makes, lists, changes and deletes the tests of a company', async () => {
    const made = await make({ name: 'stricter', variants: [STRICT] });
    expect([made.status, made.body]).toEqual([
      201,
      {
        ab_testing_config_id: expect.any(String),
        company_id: HOME_COMPANY_ID,
        name: 'stricter',
        active: true,
        variants: [STRICT],
        time_created: expect.any(Number),
        time_updated: expect.any(Number),
      },
    ]);
    const path = `${PATH}/${made.body.ab_testing_config_id}`;
    expect((await engine.call('GET', PATH)).body).toEqual([made.body]);
    const changed = await engine.call('PATCH', path, { token: admin, json: { active: false } });
    expect([changed.status, changed.body]).toMatchObject([200, { active: false, variants: [STRICT] }]);
    expect((await engine.call('GET', path)).body).toEqual(changed.body);
    expect((await make({ name: 'stricter', variants: [STRICT] })).status).toBe(409);
    expect((await engine.call('DELETE', path, { token: admin })).status).toBe(204);
    expect((await engine.call('GET', path)).status).toBe(404);
  });

  it.each([
    ['no variant', { name: 'x', variants: [] }, 4],
    ['no variants', { name: 'x' }, 3],
    ['no name', { variants: [STRICT] }, 3],
    ['more than all', { name: 'x', variants: [STRICT, { name: 'other', share: 1 }] }, 4],
    ['one name twice', { name: 'x', variants: [1, 2].map(() => ({ name: 'same', share: 1 })) }, 4],
    ['a threshold above 1', { name: 'x', variants: [{ ...STRICT, threshold_spoofing: 2 }] }, 4],
    ['a share that is no number', { name: 'x', variants: [{ ...STRICT, share: 'half' }] }, 5],
    ['a company there is not', { name: 'x', variants: [STRICT], company_id: 'nobody' }, 9],
  ])('refuses %s', async (_what, json, code) => {
    const { status, body } = await make(json);
    expect([status, body.error_code]).toEqual([code === 9 ? 403 : 400, code]);
  });
});

describe('a running A/B test', () => {
  it('is hidden from the holders of session tokens and shared tokens, thresholds and all', async () => {
    await make({ name: 'stricter', variants: [STRICT] });
    const { session_token: session } = (await engine.call('GET', '/api/authorize/session_token')).body;
    const asPage = { token: null, headers: { 'X-Forensic-Session-Token': session } };
    const body = form({ a: jpeg('page') }, { analyses: [{ type: 'quality' }] });
    const made = await engine.call('POST', '/api/folders', { ...asPage, body });
    const path = `/api/folders/${made.body.folder_id}`;
    const json = { analyses: [{ type: 'quality' }] };
    const asked = await engine.call('POST', `${path}/analyses`, { ...asPage, json });
    const key = { 'Idempotency-Key': `asked-by-the-account-${made.body.folder_id}` };
    await engine.call('POST', `${path}/analyses`, { headers: key, json });
    const replayed = await engine.call('POST', `${path}/analyses`, {
      token: null,
      headers: { ...asPage.headers, ...key },
      json,
    });
    expect([replayed.status, replayed.headers.get('Idempotent-Replayed')]).toEqual([201, 'true']);
    const { shared_token: shared } = (await engine.call('POST', `${path}/shared_token`)).body;
    const replies = [made, asked, replayed];
    const paths = [
      `${path}?with_analyses=true`,
      '/api/folders?with_analyses=true',
      `${path}/analyses`,
      `/api/analyses/${made.body.analyses[0].analysis_id}`,
      '/api/reports?format=json&columns=resolution,ab_testing',
    ];
    const asReader = { token: null, headers: { 'X-Forensic-Shared-Token': shared } };
    for (const one of paths)
      replies.push(await engine.call('GET', one, asPage), await engine.call('GET', one, asReader));
    const instant = (await engine.call('GET', '/api/authorize/session_token')).body.session_token;
    replies.push(
      await engine.call('POST', '/api/instant/folders', {
        token: null,
        headers: { 'X-Forensic-Session-Token': instant },
        body: form({ a: jpeg('instant page') }, json),
      }),
    );
    for (const { status, bytes } of replies) {
      expect([200, 201]).toContain(status);
      expect(bytes.toString()).not.toMatch(/threshold|strict|\b0\.01\b/);
    }
    expect(made.body.analyses[0].resolution).toBe('DECLINED');
    const whole = (await engine.call('GET', `${path}/analyses`)).body;
    expect(whole[0]).toMatchObject({
      ab_testing: { variant: 'strict' },
      thresholds: { threshold_spoofing: 0.01 },
      results_data: { thresholds: { threshold_spoofing: 0.01 } },
    });
  });

  it('is asked for by a CLIENT, whose token may lie in an app, and not shown', async () => {
    const { body } = await make({ name: 'stricter', variants: [STRICT] });
    const store = await openSqliteStore(join(engine.dataDir, 'engine', 'engine.db'));
    const { token } = await newAccount(store, 'CLIENT', HOME_COMPANY_ID);
    await store.close();
    const list = await engine.call('GET', PATH, { token });
    expect([list.status, list.body]).toEqual([200, []]);
    const one = await engine.call('GET', `${PATH}/${body.ab_testing_config_id}`, { token });
    expect(one.status).toBe(404);
  });

  it('judges the folders of a variant by its thresholds, and says so with the analysis and in reports', async () => {
    const { body } = await make({ name: 'stricter', variants: [STRICT] });
    const test = { ab_testing_config_id: body.ab_testing_config_id, name: 'stricter', variant: 'strict' };
    const analysis = await analysed();
    expect(analysis).toMatchObject({
      resolution: 'DECLINED',
      ab_testing: test,
      thresholds: { threshold_spoofing: 0.01 },
    });
    const report = await engine.call('GET', `/api/reports?format=json&folder_id=${analysis.folder_id}`);
    expect(report.body[0].ab_testing).toBe('stricter/strict');
    const instant = await analysed('quality', {}, '/api/instant/folders');
    expect(instant).toMatchObject({ resolution: 'DECLINED', ab_testing: test });
    const { folder_id: id } = analysis;
    const later = await engine.call('POST', `/api/folders/${id}/analyses`, {
      json: { analyses: [{ type: 'quality' }] },
    });
    expect(later.body[0].ab_testing).toEqual(test);
  });

  it('puts likenesses between two thresholds before an operator', async () => {
    await make({
      name: 'doubt',
      variants: [{ name: 'b', share: 100, threshold_min: 0.6, threshold_max: 0.9 }],
    });
    expect((await analysed('biometry')).resolution).toBe('OPERATOR_REQUIRED');
  });

  it('leaves alone who asks for thresholds himself, other companies, and everybody when it is off', async () => {
    const { body } = await make({ name: 'stricter', variants: [STRICT] });
    const own = await analysed('quality', { threshold_spoofing: 0.9 });
    expect([own.resolution, own.ab_testing]).toEqual(['SUCCESS', null]);
    const path = `${PATH}/${body.ab_testing_config_id}`;
    await engine.call('PATCH', path, { token: admin, json: { active: false } });
    const off = await analysed();
    expect([off.resolution, off.ab_testing, off.thresholds]).toEqual(['SUCCESS', null, null]);
  });

  it('takes the share it is given, and records those outside', async () => {
    const variants = [
      { ...STRICT, share: 30 },
      { ...STRICT, name: 'second', share: 30 },
    ];
    await make({ name: 'thirds', variants });
    const all: (string | null)[] = [];
    for (let index = 0; index < 60; index += 1) {
      const { resolution, ab_testing } = await analysed();
      expect([ab_testing.name, resolution]).toEqual(['thirds', ab_testing.variant ? 'DECLINED' : 'SUCCESS']);
      all.push(ab_testing.variant);
    }
    // Of 60 with chances of 30, 30 and 40 %, fewer than 4 of one kind come up less often than once in 10 000 runs.
    for (const variant of ['strict', 'second', null])
      expect(all.filter((one) => one === variant).length).toBeGreaterThanOrEqual(4);
  });
});
