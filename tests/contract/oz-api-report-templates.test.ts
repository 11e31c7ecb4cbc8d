import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOME_COMPANY_ID } from '../../packages/engine/src/model/companies.ts';
import type { UserType } from '../../packages/engine/src/model/records.ts';
import { openSqliteStore } from '../../packages/engine/src/store/sqlite-store.ts';
import { newAccount } from '../support/company-world.ts';
import { form, jpeg, startEngine, type TestEngine } from './oz-api-support.ts';

const PATH = '/api/report_templates';
const DAY_MS = 24 * 60 * 60 * 1000;
const clock = { now: Date.now() };
let engine: TestEngine;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  engine = await startEngine({ now: () => clock.now });
  const store = await openSqliteStore(join(engine.dataDir, 'engine', 'engine.db'));
  const companyId = randomUUID();
  await store.companies.save({
    companyId,
    name: 'Other',
    retentionDays: null,
    metaData: {},
    timeCreated: clock.now,
  });
  const accounts: readonly (readonly [string, UserType, string])[] = [
    ['admin', 'CLIENT ADMIN', HOME_COMPANY_ID],
    ['client', 'CLIENT', HOME_COMPANY_ID],
    ['stranger', 'CLIENT ADMIN', companyId],
  ];
  // Long before the others: their tokens must last.
  for (const [name, type, company] of accounts)
    tokens[name] = (await newAccount(store, type, company, clock.now + 30 * DAY_MS)).token;
  await store.close();
  await upload('old');
  clock.now += 10 * DAY_MS;
  await upload('young');
});
afterAll(() => engine.remove());

async function upload(transaction_id: string) {
  const payload = { 'folder:meta_data': { transaction_id }, analyses: [{ type: 'quality' }] };
  const body = form({ a: jpeg(transaction_id) }, payload);
  expect((await engine.call('POST', '/api/folders', { body })).status).toBe(201);
}

const as = (name: string) => ({ token: tokens[name] ?? '' });
const make = (json: object, name = 'admin') => engine.call('POST', PATH, { ...as(name), json });

describe('/api/report_templates', () => {
  it('makes, lists, changes and deletes templates', async () => {
    const made = await make({ name: 'first', columns: ['type', 'resolution'], days: 7 });
    expect([made.status, made.body]).toMatchObject([
      201,
      { name: 'first', format: 'csv', columns: ['type', 'resolution'], filters: {}, days: 7 },
    ]);
    const path = `${PATH}/${made.body.report_template_id}`;
    const changed = await engine.call('PATCH', path, {
      ...as('admin'),
      json: { days: null, format: 'json' },
    });
    expect(changed.body).toMatchObject({ columns: ['type', 'resolution'], days: null, format: 'json' });
    expect((await engine.call('GET', PATH, as('client'))).body).toEqual([changed.body]);
    expect((await engine.call('GET', PATH, as('stranger'))).body).toEqual([]);
    expect((await make({ name: 'first' })).status).toBe(409);
    expect((await make({ name: 'first' }, 'stranger')).status).toBe(201);
    expect((await make({ name: 'mine' }, 'client')).status).toBe(403);
    expect((await engine.call('DELETE', path, as('admin'))).status).toBe(204);
    expect((await engine.call('GET', path, as('admin'))).status).toBe(404);
  });

  it.each([
    ['a column there is not', { columns: ['password'] }],
    ['a filter there is not', { filters: { weather: 'fine' } }],
    ['a filter that the list of folders refuses', { filters: { meta_data: 'no condition' } }],
    ['a format there is not', { format: 'pdf' }],
    ['no days', { days: 0 }],
  ])('refuses %s', async (_what, wrong) => {
    const { status, body } = await make({ name: 'wrong', ...wrong });
    expect([status, body.error_code]).toEqual([400, 4]);
  });
});

describe('a report by template', () => {
  it('has its format, columns, filters and days, and what the request says goes before them', async () => {
    const template = { name: 'week', format: 'json', columns: ['transaction_id', 'resolution'], days: 7 };
    const { report_template_id: id } = (await make(template)).body;
    const young = [{ transaction_id: 'young', resolution: 'SUCCESS' }];
    for (const named of [id, 'week']) {
      const report = await engine.call('GET', `/api/reports?template=${named}`, as('admin'));
      expect([report.status, report.body]).toEqual([200, young]);
    }
    const asked = `/api/reports?template=week&columns=transaction_id&time_created.min=1&sorting=time_created{asc}`;
    expect((await engine.call('GET', asked, as('admin'))).body).toEqual([
      { transaction_id: 'old' },
      { transaction_id: 'young' },
    ]);
    await make({ name: 'old', format: 'json', filters: { meta_data: 'transaction_id==old' } });
    const { body } = await engine.call('GET', '/api/reports?template=old', as('admin'));
    expect(body.map((row: Record<string, unknown>) => row.transaction_id)).toEqual(['old']);
  });

  it('shows its user no more folders than he may read, and strangers no template', async () => {
    const { report_template_id: id } = (await make({ name: 'all', format: 'json' })).body;
    expect((await engine.call('GET', '/api/reports?template=all', as('client'))).body).toEqual([]);
    expect((await engine.call('GET', '/api/reports?template=all', as('stranger'))).status).toBe(404);
    expect((await engine.call('GET', `/api/reports?template=${id}`, as('stranger'))).status).toBe(404);
  });
});
