import type { Kysely } from 'kysely';
import type { NewMedia } from '../model/store.ts';
import { fromMedia } from './row-mapping.ts';
import type { Schema } from './schema.ts';

/** Inserts media and notes which bytes another folder already holds. Call inside a transaction. */
export async function insertMedia(db: Kysely<Schema>, media: readonly NewMedia[]): Promise<void> {
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
