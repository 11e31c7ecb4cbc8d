import { expect, it } from 'vitest';
import type { CompanyRecord } from '../../packages/engine/src/model/companies.ts';
import type { Store } from '../../packages/engine/src/model/store.ts';
import { newAccount, newThings } from '../support/company-world.ts';

const T0 = 1_790_000_000_000;

function company(companyId: string, name: string, retentionDays: number | null = null): CompanyRecord {
  return { companyId, name, retentionDays, metaData: { a: 1 }, timeCreated: T0 };
}

/** Companies, accounts and what all processes agree on, for any store. */
export function describeCompanies(store: () => Store): void {
  it('keeps companies and finds them by a part of the name', async () => {
    const { companies } = store();
    await companies.save(company('c2', 'Second Bank', 30));
    await companies.save(company('c1', 'First bank'));
    await companies.save(company('c3', '100% other'));
    expect(await companies.get('c2')).toEqual(company('c2', 'Second Bank', 30));
    await companies.save({ ...company('c2', 'Second Bank'), retentionDays: 0 });
    expect(await companies.get('c2')).toMatchObject({ retentionDays: 0 });
    const names = async (query: { searchText?: string; companyId?: string }) =>
      (await companies.list({ ...query, limit: 10, offset: 0 })).map(({ name }) => name);
    expect(await names({ searchText: 'BANK' })).toEqual(['First bank', 'Second Bank']);
    expect(await names({ companyId: 'c1' })).toEqual(['First bank']);
    expect(await names({ searchText: '100%' })).toEqual(['100% other']);
    expect(await companies.list({ limit: 1, offset: 1 })).toHaveLength(1);
  });

  it('retires a company with its accounts and webhooks, and forgets it later', async () => {
    const { companies, accounts, webhooks, folders } = store();
    await companies.save(company('c1', 'Leaving'));
    const { userId } = await newAccount(store(), 'CLIENT', 'c1');
    const { webhookId = '', folderId = '' } = await newThings(store(), { userId, companyId: 'c1' });
    expect(await companies.retire('c1', T0)).toBe(true);
    expect(await companies.retire('c1', T0)).toBe(false);
    expect(await companies.get('c1')).toBeUndefined();
    expect(await companies.list({ limit: 10, offset: 0 })).toEqual([]);
    expect([await accounts.get(userId), await webhooks.get(webhookId)]).toEqual([undefined, undefined]);
    expect(await companies.retired()).toEqual(['c1']);
    expect(await folders.createdBefore('c1', Number.MAX_SAFE_INTEGER, 10)).toEqual([folderId]);
    expect(await folders.createdBefore('c1', T0 / 2, 10)).toEqual([]);
    await companies.purge('c1', T0);
    expect(await companies.retired()).toEqual(['c1']);
    await companies.purge('c1', T0 + 1);
    expect(await companies.retired()).toEqual([]);
  });

  it('makes, finds, changes and deletes accounts', async () => {
    const { accounts } = store();
    const one = await newAccount(store(), 'CLIENT', 'c1');
    const two = await newAccount(store(), 'CLIENT ADMIN', 'c1');
    const admin = await newAccount(store(), 'ADMIN', null);
    const known = await accounts.get(admin.userId);
    expect(known).toMatchObject({ companyId: null, mayStart: { quality: true } });
    if (!known) throw new Error('no account');
    const changed = {
      ...known,
      firstName: 'Ada',
      lastName: 'Byron',
      mayStart: { biometry: false, quality: true, collection: false },
      metaData: { iin: 7 },
    };
    await accounts.save(changed);
    expect(await accounts.get(admin.userId)).toEqual(changed);
    expect(await accounts.create({ ...changed, userId: 'other' })).toBe(false);
    const ids = async (query: Parameters<typeof accounts.list>[0]) =>
      (await accounts.list(query)).map(({ userId }) => userId).sort();
    const page = { limit: 10, offset: 0 };
    expect(await ids({ ...page, companyId: 'c1' })).toEqual([one.userId, two.userId].sort());
    expect(await ids({ ...page, userTypes: ['CLIENT ADMIN'] })).toEqual([two.userId]);
    expect(await ids({ ...page, searchText: 'BYRON' })).toEqual([admin.userId]);
    expect(await ids({ ...page, userId: one.userId })).toEqual([one.userId]);
    await accounts.delete(one.userId);
    expect(await accounts.get(one.userId)).toBeUndefined();
  });

  it('lets a capture session be used once, until it is freed or over', async () => {
    const { accounts } = store();
    const { userId } = await newAccount(store(), 'CLIENT', 'c1');
    const session = { tokenId: 't', userId, folderId: 'f', expiresAt: T0 };
    expect(await accounts.captureSession('t')).toBeUndefined();
    const tries = await Promise.all([1, 2, 3].map(() => accounts.useCaptureSession(session)));
    expect(tries.filter(Boolean)).toHaveLength(1);
    expect(await accounts.captureSession('t')).toEqual(session);
    await accounts.freeCaptureSession('t');
    expect(await accounts.useCaptureSession({ ...session, folderId: null })).toBe(true);
    expect(await accounts.captureSession('t')).toMatchObject({ folderId: null });
    await accounts.deleteSessionsExpiredBefore(T0 + 1);
    expect(await accounts.captureSession('t')).toBeUndefined();
  });

  it('gives all who ask the same secret, and each task to one', async () => {
    const { agreement } = store();
    const secrets = await Promise.all([1, 2, 3].map((n) => agreement.secret('key', () => `fresh ${n}`)));
    expect(new Set(secrets).size).toBe(1);
    expect(await agreement.secret('key', () => 'later')).toBe(secrets[0]);
    const takers = await Promise.all([1, 2, 3].map(() => agreement.take('sweep', T0, T0 + 100)));
    expect(takers.filter(Boolean)).toHaveLength(1);
    expect(await agreement.take('sweep', T0 + 99, T0 + 200)).toBe(false);
    expect(await agreement.take('other', T0 + 99, T0 + 200)).toBe(true);
    expect(await agreement.take('sweep', T0 + 100, T0 + 200)).toBe(true);
  });
}
