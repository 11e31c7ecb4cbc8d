import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../packages/engine/src/store/sqlite-store.ts';
import { describeStore, type StoreImplementation } from './store-contract.ts';

const IMPLEMENTATIONS: readonly StoreImplementation[] = [
  {
    name: 'SQLite',
    async open() {
      const folder = mkdtempSync(join(tmpdir(), 'presence-store-'));
      const store = await openSqliteStore(join(folder, 'engine.db'));
      return {
        store,
        async remove() {
          await store.close();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  },
];

for (const implementation of IMPLEMENTATIONS) describeStore(implementation);

describe('SQLite file', () => {
  it('keeps its content over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'presence-store-'));
    const path = join(folder, 'sub', 'engine.db');
    const first = await openSqliteStore(path);
    const account = {
      userId: 'u',
      companyId: 'c',
      userType: 'ADMIN',
      email: 'a@b.c',
      passwordHash: null,
      firstName: 'Ada',
      lastName: '',
      middleName: '',
      mayStart: { biometry: true, quality: false, collection: true },
      metaData: { a: 1 },
    } as const;
    await first.accounts.save(account);
    await first.close();
    const second = await openSqliteStore(path);
    expect(await second.accounts.get('u')).toEqual(account);
    await second.close();
    rmSync(folder, { recursive: true });
  });

  it('that is no database is refused by name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'presence-store-'));
    const path = join(folder, 'engine.db');
    writeFileSync(
      path,
      'this is a text file, and a rather long one at that, so that it has a whole header. '.repeat(20),
    );
    await expect(openSqliteStore(path)).rejects.toMatchObject({
      code: 'storage_failed',
      message: expect.stringContaining(path),
    });
    rmSync(folder, { recursive: true });
  });
});
