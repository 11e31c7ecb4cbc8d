import type { Kysely } from 'kysely';
import type { NewMedia } from '../model/store.ts';
import { fromMedia } from './row-mapping.ts';
import type { Schema } from './schema.ts';
import type { SqlDialect } from './sql-dialect.ts';

/** Inserts media and notes which bytes another folder already holds. Call inside a transaction. */
export async function insertMedia(
  db: Kysely<Schema>,
  dialect: SqlDialect,
  media: readonly NewMedia[],
): Promise<void> {
  // Of two uploads of the same bytes at the same time, one must see the other.
  await dialect.serialise(
    db,
    media.map((item) => `content ${item.sha256}`),
  );
  for (const item of media) {
    const known = await db
      .selectFrom('media')
      .select('media_id')
      .where('sha256', '=', item.sha256)
      .where('folder_id', '!=', item.folderId)
      .limit(1)
      .executeTakeFirst();
    await db
      .insertInto('media')
      .values(fromMedia(item, known !== undefined))
      .execute();
  }
}
