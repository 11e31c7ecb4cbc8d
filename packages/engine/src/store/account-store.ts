import type { Kysely } from 'kysely';
import type { AccountRecord } from '../model/records.ts';
import type { AccountQuery, AccountStore } from '../model/store.ts';
import { containing } from './containing.ts';
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
      await db.deleteFrom('capture_session').where('expires_at', '<', time).execute();
    },
    async create(record) {
      const done = await db
        .insertInto('account')
        .values(fromAccount(record))
        .onConflict((conflict) => conflict.column('email').doNothing())
        .executeTakeFirst();
      return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    list: (query) => list(db, query),
    async delete(userId) {
      await db.deleteFrom('account').where('user_id', '=', userId).execute();
    },
    ...captureSessions(db),
  };
}

async function list(db: Kysely<Schema>, query: AccountQuery): Promise<readonly AccountRecord[]> {
  const { companyId, userId, userTypes, searchText } = query;
  let select = db.selectFrom('account').selectAll();
  if (companyId !== undefined) select = select.where('company_id', '=', companyId);
  if (userId !== undefined) select = select.where('user_id', '=', userId);
  if (userTypes !== undefined) select = select.where('user_type', 'in', userTypes);
  if (searchText !== undefined)
    select = select.where((where) =>
      where.or(
        (['email', 'first_name', 'last_name'] as const).map((column) =>
          where(where.fn('lower', [column]), 'like', containing(searchText)),
        ),
      ),
    );
  const rows = await select
    .orderBy('email')
    .orderBy('user_id')
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  return rows.map(toAccount);
}

type CaptureSessions = Pick<AccountStore, 'captureSession' | 'useCaptureSession' | 'freeCaptureSession'>;

function captureSessions(db: Kysely<Schema>): CaptureSessions {
  return {
    async captureSession(tokenId) {
      const row = await db
        .selectFrom('capture_session')
        .selectAll()
        .where('token_id', '=', tokenId)
        .executeTakeFirst();
      if (!row) return undefined;
      const { user_id: userId, folder_id: folderId } = row;
      return { tokenId, userId, folderId, expiresAt: Number(row.expires_at) };
    },
    async useCaptureSession({ tokenId, userId, folderId, expiresAt }) {
      const done = await db
        .insertInto('capture_session')
        .values({ token_id: tokenId, user_id: userId, folder_id: folderId, expires_at: expiresAt })
        .onConflict((conflict) => conflict.column('token_id').doNothing())
        .executeTakeFirst();
      return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
    },
    async freeCaptureSession(tokenId) {
      await db.deleteFrom('capture_session').where('token_id', '=', tokenId).execute();
    },
  };
}
