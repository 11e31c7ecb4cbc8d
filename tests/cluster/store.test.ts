import { pino } from 'pino';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { openPostgresStore } from '../../packages/engine/src/store/postgres-store.ts';
import { describeStore } from '../contract/store-contract.ts';
import { databaseOf, newDatabase } from '../support/cluster/postgres-server.ts';

const log = pino({ level: 'silent' });

async function empty() {
  const server = inject('postgres');
  return databaseOf(server, await newDatabase(server));
}

let kept: Awaited<ReturnType<typeof empty>> | undefined;
afterAll(() => kept?.drop());

describeStore({
  name: 'PostgreSQL',
  async open() {
    kept ??= await empty();
    const { url, clear } = kept;
    const store = await openPostgresStore({ url, shared: false, log });
    return {
      store,
      async remove() {
        await store.close();
        await clear();
      },
    };
  },
});

describe('PostgreSQL', () => {
  it('is one engine’s alone, or that of all that share it', async () => {
    const { url, drop } = await empty();
    const shared = [
      await openPostgresStore({ url, shared: true, log }),
      await openPostgresStore({ url, shared: true, log }),
    ];
    const alone = () => openPostgresStore({ url, shared: false, log });
    await expect(alone()).rejects.toMatchObject({ code: 'data_in_use' });
    for (const store of shared) await store.close();
    await (await alone()).close();
    await drop();
  });

  it('makes its tables once, however many processes start at the same moment', async () => {
    const { url, drop } = await empty();
    const stores = await Promise.all([1, 2, 3].map(() => openPostgresStore({ url, shared: true, log })));
    for (const store of stores) {
      await store.ping();
      await store.close();
    }
    await drop();
  });

  it('of a newer version is refused, and let go for those who can use it', async () => {
    const { url, sql, drop } = await empty();
    const open = () => openPostgresStore({ url, shared: false, log });
    await (await open()).close();
    await sql(`insert into kysely_migration values ('9999-of-tomorrow', '2999')`);
    await expect(open()).rejects.toMatchObject({
      code: 'storage_failed',
      message: expect.stringMatching(/9999-of-tomorrow.*newer version/),
    });
    await sql(`delete from kysely_migration where name = '9999-of-tomorrow'`);
    await (await open()).close();
    await drop();
  });

  it('that does not answer is refused by address, without the password', async () => {
    const url = 'postgresql://presence:hunter2@127.0.0.1:1/presence';
    const refusal = await openPostgresStore({ url, shared: false, log }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'storage_failed',
      message: expect.stringContaining('127.0.0.1:1/presence'),
    });
    expect(String(refusal)).not.toContain('hunter2');
  });
});
