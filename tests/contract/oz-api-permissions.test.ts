import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Method } from '../../packages/engine/src/api/endpoint.ts';
import { addressOf, type Deed, ROUTES } from '../../packages/engine/src/api/routes.data.ts';
import {
  PERMISSIONS,
  type Reach,
  type Resource,
  ROLES,
  type Role,
  type Verb,
} from '../../packages/engine/src/model/permissions.data.ts';
import { USER_TYPES } from '../../packages/engine/src/model/records.ts';
import type { Store } from '../../packages/engine/src/model/store.ts';
import { openSqliteStore } from '../../packages/engine/src/store/sqlite-store.ts';
import { newAccount, newCompany, newSession, newThings, type Things } from '../support/company-world.ts';
import { type Reply, startEngine, type TestEngine } from './oz-api-support.ts';

/*
 * Every role against every call, on its own things, a colleague's and a stranger's: the two tables say what must happen, the
 * engine is asked over HTTP what does.
 */

type Owner = 'own' | 'colleague' | 'stranger';
const OWNERS: readonly Owner[] = ['own', 'colleague', 'stranger'];
/** Those of one folder; they have a test of their own below. */
const OF_ONE_FOLDER = ['CAPTURE SESSION', 'SHARED FOLDER'] as const;
const ACCOUNTS = USER_TYPES;
/** Things of a company as a whole; the others are a user's. */
const SHARED: readonly Resource[] = ['company', 'collection', 'webhook', 'report template', 'A/B test'];

let engine: TestEngine;
let store: Store;
const companies = { ours: '', theirs: '' };
let stranger: Awaited<ReturnType<typeof newAccount>>;
let colleague: Awaited<ReturnType<typeof newAccount>>;

beforeAll(async () => {
  engine = await startEngine();
  store = await openSqliteStore(join(engine.dataDir, 'engine', 'engine.db'));
  companies.ours = await newCompany(store, 'Ours');
  companies.theirs = await newCompany(store, 'Theirs');
  colleague = await newAccount(store, 'CLIENT', companies.ours);
  stranger = await newAccount(store, 'CLIENT', companies.theirs);
});
afterAll(async () => {
  await store.close();
  await engine.remove();
});

interface Call {
  readonly path: string;
  readonly method: Method;
  readonly deed: Deed;
}

const CALLS: readonly Call[] = Object.entries<Readonly<Partial<Record<Method, Deed>>>>(ROUTES).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, deed]) => ({ path, method: method as Method, deed })),
);

function expected(
  role: Role,
  [resource, verb]: Deed,
): Readonly<Record<Owner, 'yes' | 'hidden' | 'forbidden'>> {
  const reach: Reach | undefined = PERMISSIONS[role][resource][verb];
  if (reach === undefined) return { own: 'forbidden', colleague: 'forbidden', stranger: 'forbidden' };
  // A company's thing is nobody's own.
  if (SHARED.includes(resource) && reach === 'own')
    return { own: 'hidden', colleague: 'hidden', stranger: 'hidden' };
  return {
    own: 'yes',
    colleague: reach === 'own' ? 'hidden' : 'yes',
    stranger: reach === 'all' ? 'yes' : 'hidden',
  };
}

function outcome({ status, body }: Reply): 'yes' | 'hidden' | 'forbidden' | 'unknown' {
  if (status === 404) return 'hidden';
  if (status === 403) return body.details.verb === undefined ? 'yes' : 'forbidden';
  return status === 401 || status >= 500 || status === 405 ? 'unknown' : 'yes';
}

/** A body that is refused once everything else was in order, so that nothing changes. */
const NONSENSE = { headers: { 'Content-Type': 'text/plain' }, body: 'nonsense' };

function filled(path: string, things: Things): string {
  return path.replaceAll(/:(\w+)/g, (_all, name: string) => {
    if (name !== 'id') return things[name] ?? name;
    const [, kind = ''] = path.split('/');
    const names: Readonly<Record<string, string>> = { analyses: 'analysisId', media: 'mediaId' };
    return things[names[kind] ?? `${kind.slice(0, -1)}Id`] ?? name;
  });
}

async function thingsOf(
  owner: Owner,
  caller: { readonly userId: string; readonly companyId: string | null },
) {
  const companyId = caller.companyId ?? companies.ours;
  if (owner === 'own') return newThings(store, { userId: caller.userId, companyId });
  if (owner === 'colleague') return newThings(store, { userId: colleague.userId, companyId: companies.ours });
  return newThings(store, { userId: stranger.userId, companyId: companies.theirs });
}

/** What a deletion may take with it without another call missing it. */
async function expendable(call: Call, things: Things): Promise<Things> {
  const companyId = things.companyId ?? '';
  if (call.path === '/users/:userId' && things.userId !== undefined) {
    const { userId } = await newAccount(store, 'CLIENT', companyId);
    return { ...things, userId };
  }
  if (call.path === '/companies/:companyId')
    return { ...things, companyId: await newCompany(store, 'Short-lived') };
  return newThings(store, { userId: things.userId ?? '', companyId });
}

describe.each(ACCOUNTS)('%s', (role) => {
  it('does what the tables say with its own things, a colleague’s and a stranger’s', async () => {
    const companyId = role === 'ADMIN' || role === 'OPERATOR' ? null : companies.ours;
    const account = await newAccount(store, role, companyId);
    const wrong: string[] = [];
    let asked = 0;
    for (const owner of OWNERS) {
      const things = await thingsOf(owner, account);
      for (const call of CALLS) {
        const whole = !call.path.includes('/:');
        const may = expected(role, call.deed)[owner];
        // A list shows what there is, and be it nothing.
        const want = whole && may === 'hidden' ? 'yes' : may;
        // Nobody's in particular; or refused before anyone looks whose it is.
        if (owner !== 'own' && (whole || want === 'forbidden')) continue;
        const destroys = call.method === 'delete' && want === 'yes' && !call.path.endsWith('meta_data');
        const ownAccount = owner === 'own' && call.path === '/users/:userId';
        const target = destroys && !ownAccount ? await expendable(call, things) : things;
        const token = call.path.endsWith('/sessions')
          ? await newSession(store, account.userId)
          : account.token;
        const reply = await engine.call(call.method.toUpperCase(), addressOf(filled(call.path, target)), {
          token,
          ...(call.method === 'get' || call.method === 'delete' ? {} : NONSENSE),
        });
        asked += 1;
        if (call.path.endsWith('/sessions')) account.token = await newSession(store, account.userId);
        const got = outcome(reply);
        // Whatever the tables say.
        if (companyId !== null && owner === 'stranger' && got === 'yes')
          wrong.push(`${call.method} ${call.path} of another company: ${reply.status}`);
        if (got !== want)
          wrong.push(`${call.method} ${call.path} of ${owner}: ${got} (${reply.status}), not ${want}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThanOrEqual(CALLS.length);
  });

  it.each([
    ['folders', 'folder', 'folder_id', 'folderId'],
    ['users', 'user', 'user_id', 'userId'],
    ['companies', 'company', 'company_id', 'companyId'],
    ['collections', 'collection', 'collection_id', 'collectionId'],
    ['webhooks', 'webhook', 'webhook_id', 'webhookId'],
    ['reports?format=json&', 'folder', 'folder_id', 'folderId'],
    ['report_templates', 'report template', 'report_template_id', 'templateId'],
    ['ab-testings-configs', 'A/B test', 'ab_testing_config_id', 'configId'],
  ] as const)('lists of %s no more than it may read', async (listed, resource, field, name) => {
    const path = listed.endsWith('&') ? listed : `${listed}?`;
    const companyId = role === 'ADMIN' || role === 'OPERATOR' ? null : companies.ours;
    const account = await newAccount(store, role, companyId);
    const want = expected(role, [resource, 'read']);
    const reply = await engine.call('GET', `/api/${path}limit=1000`, { token: account.token });
    if (want.own === 'forbidden') {
      expect(reply.status).toBe(403);
      return;
    }
    const made = {
      own: await thingsOf('own', account),
      colleague: await thingsOf('colleague', account),
      stranger: await thingsOf('stranger', account),
    };
    const again = await engine.call('GET', `/api/${path}limit=1000`, { token: account.token });
    const ids = (again.body.items ?? again.body).map((item: Record<string, unknown>) => item[field]);
    for (const owner of OWNERS)
      expect([owner, ids.includes(made[owner][name])]).toEqual([owner, want[owner] === 'yes']);
    const foreign = await engine.call('GET', `/api/${path}company_id=${companies.theirs}`, {
      token: account.token,
    });
    const found = (foreign.body.items ?? foreign.body).map((item: Record<string, unknown>) => item[field]);
    if (want.stranger !== 'yes') expect(found).not.toContain(made.stranger[name]);
  });
});

describe.each(OF_ONE_FOLDER)('the token of a %s', (role) => {
  it('does what the tables say with its folder, another one of its account and a stranger’s', async () => {
    const account = await newAccount(store, 'CLIENT ADMIN', companies.ours);
    const [own, second] = [await thingsOf('own', account), await thingsOf('own', account)];
    const others = { colleague: second, stranger: await thingsOf('stranger', account) };
    const headers = await tokenOf(role, account, own.folderId ?? '');
    const wrong: string[] = [];
    for (const [owner, things] of Object.entries({ own, ...others })) {
      for (const call of CALLS) {
        const may = PERMISSIONS[role][call.deed[0]][call.deed[1]] !== undefined;
        const want = may ? (owner === 'own' ? 'yes' : 'hidden') : 'forbidden';
        if (owner !== 'own' && !call.path.includes('/:')) continue;
        const { body, headers: type } = call.method === 'get' ? { body: null, headers: {} } : NONSENSE;
        const reply = await engine.call(call.method.toUpperCase(), addressOf(filled(call.path, things)), {
          token: null,
          headers: { ...type, ...headers },
          ...(body !== null && { body }),
        });
        const got = outcome(reply);
        if (got !== want)
          wrong.push(`${call.method} ${call.path} of ${owner}: ${got} (${reply.status}), not ${want}`);
      }
    }
    expect(wrong).toEqual([]);
    const list = await engine.call('GET', '/api/folders', { token: null, headers });
    expect(list.body.items.map((item: Record<string, unknown>) => item.folder_id)).toEqual([own.folderId]);
  });
});

async function tokenOf(
  role: (typeof OF_ONE_FOLDER)[number],
  { userId, token }: { readonly userId: string; readonly token: string },
  folderId: string,
): Promise<Readonly<Record<string, string>>> {
  if (role === 'SHARED FOLDER') {
    const { body } = await engine.call('POST', `/api/folders/${folderId}/shared_token`, { token });
    return { 'X-Forensic-Shared-Token': body.shared_token };
  }
  const { body } = await engine.call('GET', '/api/authorize/session_token', { token });
  const tokenId = decodeJwt(body.session_token).jti ?? '';
  await store.accounts.useCaptureSession({ tokenId, userId, folderId, expiresAt: Date.now() + 60_000 });
  return { 'X-Forensic-Session-Token': body.session_token };
}

describe('the table of permissions', () => {
  it('lets nobody of a company reach another company’s things', () => {
    const companyRoles = ROLES.filter((role) => role !== 'ADMIN' && role !== 'OPERATOR');
    for (const role of companyRoles)
      for (const [resource, rights] of Object.entries(PERMISSIONS[role]))
        expect([role, resource, Object.values(rights).includes('all')]).toEqual([role, resource, false]);
  });

  // The sentences of the documents on roles, one by one, so that a slip in the table does not pass as the table's own word.
  it.each<[Role, Resource, Verb, Reach | undefined]>([
    ['ADMIN', 'folder', 'delete', 'all'],
    ['ADMIN', 'company', 'create', 'all'],
    ['ADMIN', 'decision', 'create', undefined],
    ['OPERATOR', 'folder', 'read', 'all'],
    ['OPERATOR', 'decision', 'create', 'all'],
    ['OPERATOR', 'folder', 'create', undefined],
    ['OPERATOR', 'company', 'read', 'all'],
    ['OPERATOR', 'company', 'update', undefined],
    ['CLIENT', 'folder', 'create', 'own'],
    ['CLIENT', 'folder', 'read', 'own'],
    ['CLIENT', 'analysis', 'create', 'own'],
    ['CLIENT', 'user', 'create', undefined],
    ['CLIENT', 'company', 'read', 'company'],
    ['CLIENT', 'A/B test', 'read', 'own'],
    ['CLIENT ADMIN', 'user', 'create', 'company'],
    ['CLIENT ADMIN', 'folder', 'delete', 'company'],
    ['CLIENT ADMIN', 'report template', 'create', 'company'],
    ['CLIENT ADMIN', 'statistics', 'read', 'company'],
    ['CLIENT ADMIN', 'collection', 'create', 'company'],
    ['CLIENT ADMIN', 'company', 'update', undefined],
    ['CLIENT OPERATOR', 'decision', 'create', 'company'],
    ['CLIENT OPERATOR', 'folder', 'read', 'company'],
    ['CLIENT OPERATOR', 'folder', 'create', undefined],
    ['CLIENT SERVICE', 'folder', 'create', 'company'],
    ['SHARED FOLDER', 'folder', 'update', undefined],
  ])('says of %s and %s what the documents say on %s', (role, resource, verb, reach) => {
    expect(PERMISSIONS[role][resource][verb]).toBe(reach);
  });
});

/** Every call that works without a token; the queue's window (`board-routes.ts`) asks for one itself. */
const OPEN = [
  '/api/healthcheck',
  '/api/version',
  '/authorize/auth',
  '/authorize/refresh',
  '/metrics',
  '/static/:folderId/:file',
  '/v1/face/liveness/health',
  '/v1/face/pattern/health',
  '/version',
];

describe('the route table', () => {
  it('leaves out no call but those that are open to all', async () => {
    const api = new URL('../../packages/engine/src/api/', import.meta.url);
    const found: string[] = [];
    for (const file of await readdir(api)) {
      if (file === 'endpoint.ts' || file === 'secured.ts' || file === 'board-routes.ts') continue;
      const text = await readFile(new URL(file, api), 'utf8');
      found.push(...[...text.matchAll(/\bendpoint\(\s*\w+,\s*'([^']+)'/g)].map(([, path = '']) => path));
      // Any other way of registering a call would escape both lists.
      expect([file, /router\s*\.(get|post|put|patch|delete|all|route)\(/.test(text)]).toEqual([file, false]);
      expect([file, (text.match(/\bendpoint\(/g) ?? []).length]).toEqual([
        file,
        (text.match(/\bendpoint\(\s*\w+,\s*'/g) ?? []).length,
      ]);
    }
    expect(found.sort()).toEqual(OPEN);
  });

  it('lets nobody in without a token', async () => {
    expect(CALLS.length).toBeGreaterThan(60);
    for (const { path, method } of CALLS) {
      const reply = await engine.call(method.toUpperCase(), addressOf(filled(path, {})), { token: null });
      expect([method, path, reply.status]).toEqual([method, path, 401]);
    }
  });
});
