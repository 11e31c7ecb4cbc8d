import type { Kysely } from 'kysely';
import type { MediaStore, NewMedia } from '../model/store.ts';
import { insertMedia } from './insert-media.ts';
import { toMedia } from './row-mapping.ts';
import type { Schema } from './schema.ts';

export function createMediaStore(db: Kysely<Schema>): MediaStore {
  return {
    add: (folderId, media, maxFiles) =>
      db.transaction().execute((trx) => add(trx, folderId, media, maxFiles)),
    async get(mediaId) {
      const row = await db.selectFrom('media').selectAll().where('media_id', '=', mediaId).executeTakeFirst();
      return row && toMedia(row);
    },
    async findByFramesToken(token) {
      const row = await db
        .selectFrom('media')
        .selectAll()
        .where('frames_token', '=', token)
        .executeTakeFirst();
      return row && toMedia(row);
    },
    async listByFolders(folderIds) {
      if (folderIds.length === 0) return [];
      const rows = await db
        .selectFrom('media')
        .selectAll()
        .where('folder_id', 'in', folderIds)
        .orderBy('time_created')
        .orderBy('media_id')
        .execute();
      return rows.map(toMedia);
    },
    async setTags(mediaId, tags, now) {
      await db
        .updateTable('media')
        .set({ tags: JSON.stringify(tags), time_updated: now })
        .where('media_id', '=', mediaId)
        .execute();
    },
    async setMetaData(mediaId, metaData, now) {
      await db
        .updateTable('media')
        .set({ meta_data: JSON.stringify(metaData), time_updated: now })
        .where('media_id', '=', mediaId)
        .execute();
    },
  };
}

async function add(
  db: Kysely<Schema>,
  folderId: string,
  media: readonly NewMedia[],
  maxFiles: number,
): Promise<boolean> {
  const { held } = await db
    .selectFrom('media')
    .select((from) => from.fn.countAll<number>().as('held'))
    .where('folder_id', '=', folderId)
    .executeTakeFirstOrThrow();
  if (Number(held) + media.length > maxFiles) return false;
  await insertMedia(db, media);
  const updated = media[0]?.timeCreated;
  if (updated !== undefined)
    await db.updateTable('folder').set({ time_updated: updated }).where('folder_id', '=', folderId).execute();
  return true;
}
