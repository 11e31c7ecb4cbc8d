import type { Kysely } from 'kysely';
import type { NewMedia } from '../model/store.ts';
import { fromMedia } from './row-mapping.ts';
import type { Schema } from './schema.ts';
import type { SqlDialect } from './sql-dialect.ts';

/**
 * Inserts media of one folder behind those it has and notes which bytes another folder already holds. Call inside a
 * transaction that holds the folder.
 */
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
  const first = await nextPosition(db, media[0]?.folderId);
  for (const [index, item] of media.entries()) {
    const known = await db
      .selectFrom('media')
      .select('media_id')
      .where('sha256', '=', item.sha256)
      .where('folder_id', '!=', item.folderId)
      .limit(1)
      .executeTakeFirst();
    await db
      .insertInto('media')
      .values(fromMedia(item, known !== undefined, first + index))
      .execute();
  }
}

async function nextPosition(db: Kysely<Schema>, folderId: string | undefined): Promise<number> {
  if (folderId === undefined) return 0;
  const row = await db
    .selectFrom('media')
    .select((from) => from.fn.max('position').as('last'))
    .where('folder_id', '=', folderId)
    .executeTakeFirst();
  // Null of an empty folder, whatever the type says.
  const last: unknown = row?.last ?? null;
  return last === null ? 1 : Number(last) + 1;
}
