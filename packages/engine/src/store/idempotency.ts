import type { Kysely } from 'kysely';
import type { IdempotencyRecord } from '../model/store.ts';
import type { Schema } from './schema.ts';
import type { SqlDialect } from './sql-dialect.ts';

export async function findIdempotent(
  db: Kysely<Schema>,
  userId: string,
  key: string,
): Promise<IdempotencyRecord | undefined> {
  const row = await db
    .selectFrom('idempotency')
    .selectAll()
    .where('user_id', '=', userId)
    .where('key', '=', key)
    .executeTakeFirst();
  if (!row) return undefined;
  const { fingerprint, reply } = row;
  return { userId: row.user_id, key: row.key, fingerprint, folderId: row.folder_id, reply };
}

/** The record of a key that was used before. If there is none, no other transaction can use the key until this one ends. */
export async function claimIdempotent(
  trx: Kysely<Schema>,
  dialect: SqlDialect,
  { userId, key }: IdempotencyRecord,
): Promise<IdempotencyRecord | undefined> {
  await dialect.serialise(trx, [`idempotency ${userId} ${key}`]);
  return findIdempotent(trx, userId, key);
}

/** Call inside the transaction that does what the key stands for, after it was claimed. */
export async function insertIdempotent(db: Kysely<Schema>, record: IdempotencyRecord): Promise<void> {
  const { userId, key, fingerprint, folderId, reply } = record;
  await db
    .insertInto('idempotency')
    .values({ user_id: userId, key, fingerprint, folder_id: folderId, reply })
    .execute();
}
