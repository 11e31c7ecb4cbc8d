import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOME_COMPANY_ID } from '../../packages/engine/src/model/companies.ts';
import { ADMIN, form, jpeg, startEngine, type TestEngine } from './oz-api-support.ts';

const PASSWORD = 'a long enough password';
let engine: TestEngine;
let admin: string;
let companyId: string;

beforeAll(async () => {
  engine = await startEngine({ config: { admin: ADMIN } });
  admin = await logIn(ADMIN.email, ADMIN.password);
  const made = await engine.call('POST', '/api/companies/', {
    token: admin,
    json: { name: 'Bank of Tests' },
  });
  companyId = made.body.company_id;
});
afterAll(() => engine.remove());

async function logIn(email: string, password: string): Promise<string> {
  const credentials = { email, password };
  const { body } = await engine.call('POST', '/api/authorize/auth', { token: null, json: { credentials } });
  return body.access_token;
}

let count = 0;
async function makeUser(json: object, token = admin) {
  count += 1;
  const fields = { email: `User${count}@example.org`, password: PASSWORD, company_id: companyId, ...json };
  return engine.call('POST', '/api/users/', { token, json: fields });
}

describe('companies', () => {
  it('are made, found, renamed and deleted', async () => {
    const one = await engine.call('POST', '/api/companies', {
      token: admin,
      json: { name: 'Alpha', retention_days: 30, meta_data: { a: 1 } },
    });
    expect([one.status, one.body]).toEqual([
      201,
      expect.objectContaining({ name: 'Alpha', retention_days: 30, meta_data: { a: 1 } }),
    ]);
    const path = `/api/companies/${one.body.company_id}/`;
    const found = await engine.call('GET', '/api/companies/?search_text=LPH', { token: admin });
    expect(found.body).toMatchObject([{ name: 'Alpha' }]);
    const changed = await engine.call('PATCH', path, { token: admin, json: { name: 'Beta' } });
    expect(changed.body).toMatchObject({ name: 'Beta', retention_days: 30 });
    const { body: user } = await makeUser({ company_id: one.body.company_id });
    const token = await logIn(user.email, PASSWORD);
    expect((await engine.call('DELETE', path, { token: admin })).status).toBe(204);
    expect((await engine.call('GET', path, { token: admin })).status).toBe(404);
    expect((await engine.call('GET', '/api/folders', { token })).status).toBe(401);
    const home = await engine.call('DELETE', `/api/companies/${HOME_COMPANY_ID}`, { token: admin });
    expect([home.status, home.body.details.code]).toEqual([409, 'conflict']);
  });
});

describe('users', () => {
  it('look as documented, never with their password, and log in', async () => {
    const { status, body } = await makeUser({
      user_type: 'client operator',
      first_name: 'Ada',
      can_start_analyse_quality: false,
      meta_data: { iin: '7' },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      user_type: 'CLIENT OPERATOR',
      first_name: 'Ada',
      last_name: '',
      email: expect.stringMatching(/^user\d+@example\.org$/),
      company_id: companyId,
      is_admin: false,
      is_service: false,
      can_start_analysis_quality: false,
      can_start_analyse_quality: false,
      can_start_analyze_quality: false,
      can_start_analysis_collection: true,
      meta_data: { iin: '7' },
    });
    expect(JSON.stringify(body)).not.toContain(PASSWORD);
    const token = await logIn(body.email, PASSWORD);
    const me = await engine.call('GET', '/api/users/me', { token });
    expect(me.body.user_id).toBe(body.user_id);
  });

  it('of older clients have flags instead of a type, and a service account’s token lasts for years', async () => {
    const { body } = await makeUser({ user_type: 'CLIENT', is_service: true });
    expect(body).toMatchObject({ user_type: 'CLIENT SERVICE', is_service: true });
    const credentials = { email: body.email, password: PASSWORD };
    const login = await engine.call('POST', '/api/authorize/auth', { token: null, json: { credentials } });
    expect(login.body.expire_date - Date.now() / 1000).toBeGreaterThan(4 * 365 * 86_400);
    expect((await makeUser({ is_admin: true })).body.user_type).toBe('CLIENT ADMIN');
    expect((await makeUser({ is_admin: true, is_service: true })).status).toBe(400);
  });

  it.each([
    ['no company', { company_id: undefined }, 400, 'invalid_structure'],
    ['a company that is not', { company_id: 'nowhere' }, 400, 'invalid_value'],
    ['a short password', { password: 'short' }, 400, 'invalid_value'],
    ['no address', { email: 'nobody' }, 400, 'invalid_value'],
    ['an unknown type', { user_type: 'KING' }, 400, 'invalid_value'],
    ['an address in use', { email: ADMIN.email.toUpperCase() }, 409, 'conflict'],
  ])('are refused with %s', async (_name, json, status, code) => {
    const reply = await makeUser(json);
    expect([reply.status, reply.body.details.code]).toEqual([status, code]);
  });

  it('cannot raise themselves, nor be raised by an administrator of their company', async () => {
    const { body: plain } = await makeUser({});
    const own = await logIn(plain.email, PASSWORD);
    const change = (token: string, id: string, json: object) =>
      engine.call('PATCH', `/api/users/${id}`, { token, json });
    for (const json of [{ user_type: 'ADMIN' }, { is_admin: true }, { company_id: HOME_COMPANY_ID }])
      expect((await change(own, plain.user_id, json)).status).toBe(403);
    expect((await change(own, 'me', { can_start_analysis_quality: true })).status).toBe(403);
    expect((await change(own, 'me', { first_name: 'Grace' })).body.first_name).toBe('Grace');
    const { body: chief } = await makeUser({ user_type: 'CLIENT ADMIN' });
    const token = await logIn(chief.email, PASSWORD);
    for (const json of [{ user_type: 'ADMIN' }, { user_type: 'OPERATOR' }, { company_id: HOME_COMPANY_ID }])
      expect((await change(token, plain.user_id, json)).status).toBe(403);
    expect((await makeUser({ user_type: 'ADMIN' }, token)).status).toBe(403);
    expect((await makeUser({ company_id: HOME_COMPANY_ID }, token)).status).toBe(403);
    expect((await makeUser({ company_id: undefined }, token)).body.company_id).toBe(companyId);
    expect((await engine.call('DELETE', '/api/users/me', { token })).status).toBe(409);
    // One's own type falls under the same rule: what was raised ends every session.
    expect((await change(token, plain.user_id, { user_type: 'CLIENT OPERATOR' })).status).toBe(200);
    expect((await engine.call('GET', '/api/users/me', { token: own })).status).toBe(401);
  });

  it('lose their sessions with the old password, when told to, and with the account', async () => {
    const { body } = await makeUser({});
    const path = `/api/users/${body.user_id}`;
    const works = async (token: string) =>
      (await engine.call('GET', '/api/users/me', { token })).status === 200;
    const first = await logIn(body.email, PASSWORD);
    const json = { password: 'another long password' };
    expect((await engine.call('PATCH', path, { token: admin, json })).status).toBe(200);
    expect([await works(first), await logIn(body.email, PASSWORD)]).toEqual([false, undefined]);
    const second = await logIn(body.email, json.password);
    expect((await engine.call('DELETE', `${path}/sessions`, { token: admin })).status).toBe(204);
    expect(await works(second)).toBe(false);
    const third = await logIn(body.email, json.password);
    expect((await engine.call('DELETE', path, { token: admin })).status).toBe(204);
    expect([await works(third), await logIn(body.email, json.password)]).toEqual([false, undefined]);
  });

  it('start only the analyses they may', async () => {
    const { body } = await makeUser({ can_start_analyze_quality: false });
    const token = await logIn(body.email, PASSWORD);
    const upload = (type: string) =>
      engine.call('POST', '/api/folders', {
        token,
        body: form({ a: jpeg('a'), b: jpeg('b') }, { analyses: [{ type }] }),
      });
    const refused = await upload('quality');
    expect([refused.status, refused.body.details.code]).toEqual([403, 'auth_forbidden']);
    expect((await upload('biometry')).status).toBe(201);
  });
});

describe('statistics', () => {
  it('count what was finished, by company, and say what is stored', async () => {
    const { body } = await makeUser({ user_type: 'CLIENT ADMIN' });
    const token = await logIn(body.email, PASSWORD);
    const { body: before } = await engine.call('GET', '/api/statistics', { token });
    const upload = (tags: string[]) =>
      engine.call('POST', '/api/folders', {
        token,
        body: form({ v: jpeg(tags.join()) }, { 'media:tags': { v: tags }, analyses: [{ type: 'quality' }] }),
      });
    await upload(['attack']);
    const { body: folder } = await upload([]);
    await engine.call('DELETE', `/api/folders/${folder.folder_id}`, { token });
    const day = new Date().toISOString().slice(0, 10);
    const path = '/api/statistics?group_by=day,resolution&with_stored=true';
    const { body: after } = await engine.call('GET', `${path}&time_created.min=${Date.now() / 1000 - 60}`, {
      token,
    });
    expect(after.total).toBe(before.total + 2);
    expect(after.items).toContainEqual(expect.objectContaining({ day, resolution: 'DECLINED', count: 1 }));
    expect(after.stored.folders).toBeGreaterThanOrEqual(1);
    const foreign = `/api/statistics?company_id=${HOME_COMPANY_ID}`;
    expect((await engine.call('GET', foreign, { token })).status).toBe(403);
    expect((await engine.call('GET', foreign, { token: admin })).body.total).toBe(0);
    expect((await engine.call('GET', '/api/statistics?group_by=hour', { token })).status).toBe(400);
  });
});
