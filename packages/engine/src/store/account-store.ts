import type { Kysely } from 'kysely';
import type { AccountStore } from '../model/store.ts';
import { fromAccount, fromSession, toAccount, toSession } from './row-mapping.ts';
import type { Schema } from './schema.ts';

export function createAccountStore(db: Kysely<Schema>): AccountStore {
  const session = (column: 'access_hash' | 'expire_hash', hash: string) =>
    db.selectFrom('session').selectAll().where(column, '=', hash).executeTakeFirst();
  const account = (column: 'user_id' | 'email', value: string) =>
    db.selectFrom('account').selectAll().where(column, '=', value).executeTakeFirst();
  return {
    async get(userId) {
      const row = await account('user_id', userId);
      return row && toAccount(row);
    },
    async findByEmail(email) {
      const row = await account('email', email.toLowerCase());
      return row && toAccount(row);
    },
    async save(record) {
      const { user_id, ...rest } = fromAccount(record);
      await db
        .insertInto('account')
        .values({ user_id, ...rest })
        .onConflict((conflict) => conflict.column('user_id').doUpdateSet(rest))
        .execute();
    },
    async addSession(record) {
      await db.insertInto('session').values(fromSession(record)).execute();
    },
    async findSessionByAccess(hash) {
      const row = await session('access_hash', hash);
      return row && toSession(row);
    },
    async findSessionByExpire(hash) {
      const row = await session('expire_hash', hash);
      return row && toSession(row);
    },
    async touchSession(sessionId, expiresAt) {
      await db
        .updateTable('session')
        .set({ expires_at: expiresAt, replaces: null })
        .where('session_id', '=', sessionId)
        .execute();
    },
    async deleteSession(sessionId) {
      await db.deleteFrom('session').where('session_id', '=', sessionId).execute();
    },
    async deleteSessionsOf(userId) {
      await db.deleteFrom('session').where('user_id', '=', userId).execute();
    },
    async deleteSessionsExpiredBefore(time) {
      await db.deleteFrom('session').where('expires_at', '<', time).execute();
    },
  };
}
