import { expect, it } from 'vitest';
import { ANY_ANALYSIS } from '../../packages/engine/src/model/records.ts';
import type { Store } from '../../packages/engine/src/model/store.ts';

const EXPIRES = 1_790_000_000_000;

/** What a store must do with accounts and their sessions. */
export function describeAccounts(store: () => Store): void {
  const account = {
    userId: 'u1',
    companyId: 'c1',
    userType: 'CLIENT SERVICE',
    email: 'Some@Example.org',
    passwordHash: null,
    firstName: '',
    lastName: '',
    middleName: '',
    mayStart: ANY_ANALYSIS,
    metaData: {},
  } as const;
  const session = {
    sessionId: 's1',
    userId: 'u1',
    accessHash: 'access',
    expireHash: 'expire',
    expiresAt: EXPIRES,
    replaces: 's0',
  };

  it('saves accounts and finds them by address in any case', async () => {
    await store().accounts.save(account);
    await store().accounts.save({ ...account, passwordHash: 'h' });
    expect(await store().accounts.findByEmail('SOME@example.ORG')).toMatchObject({ passwordHash: 'h' });
    expect(await store().accounts.get('u1')).toMatchObject({ userType: 'CLIENT SERVICE' });
    expect(await store().accounts.findByEmail('other@example.org')).toBeUndefined();
  });

  it('opens, moves and ends sessions', async () => {
    await store().accounts.save(account);
    await store().accounts.addSession(session);
    expect(await store().accounts.findSessionByAccess('access')).toEqual(session);
    await store().accounts.touchSession('s1', EXPIRES + 10);
    expect(await store().accounts.findSessionByExpire('expire')).toMatchObject({
      expiresAt: EXPIRES + 10,
      replaces: null,
    });
    await store().accounts.deleteSessionsExpiredBefore(EXPIRES + 10);
    expect(await store().accounts.findSessionByAccess('access')).toBeDefined();
    await store().accounts.deleteSessionsExpiredBefore(EXPIRES + 11);
    expect(await store().accounts.findSessionByAccess('access')).toBeUndefined();
    await store().accounts.addSession(session);
    await store().accounts.deleteSessionsOf('u1');
    expect(await store().accounts.findSessionByAccess('access')).toBeUndefined();
  });
}
