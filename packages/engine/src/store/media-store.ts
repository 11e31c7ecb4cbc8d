import type { Kysely } from 'kysely';
import { previewName } from '../model/previews.ts';
import type { MediaStore } from '../model/store.ts';
import { insertMedia } from './insert-media.ts';
import { toAnalysis, toMedia } from './row-mapping.ts';
import type { Schema } from './schema.ts';
import { lockFolder, type SqlDialect } from './sql-dialect.ts';

export function createMediaStore(db: Kysely<Schema>, dialect: SqlDialect): MediaStore {
  const find = async (column: 'media_id' | 'frames_token' | 'static_name', value: string) => {
    const row = await db.selectFrom('media').selectAll().where(column, '=', value).executeTakeFirst();
    return row && toMedia(row);
  };
  return {
    add: (folderId, media, maxFiles) =>
      db.transaction().execute(async (trx) => {
        await lockFolder(trx, folderId);
        if ((await held(trx, folderId)) + media.length > maxFiles) return false;
        await insertMedia(trx, dialect, media);
        await touchFolder(trx, folderId, media[0]?.timeCreated);
        await markCleared(trx, folderId, null);
        return true;
      }),
    get: (mediaId) => find('media_id', mediaId),
    findByFramesToken: (token) => find('frames_token', token),
    findByStaticName: (name) => find('static_name', name),
    async listByFolders(folderIds) {
      if (folderIds.length === 0) return [];
      const rows = await db
        .selectFrom('media')
        .selectAll()
        .where('folder_id', 'in', folderIds)
        .orderBy('position')
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
    delete: (mediaId, now) => db.transaction().execute((trx) => remove(trx, mediaId, now)),
    clear: (folderId, now) => db.transaction().execute((trx) => clear(trx, folderId, now)),
  };
}

async function remove(db: Kysely<Schema>, mediaId: string, now: number): Promise<'busy' | readonly string[]> {
  const found = await db
    .selectFrom('media')
    .select(['folder_id', 'static_name', 'frames_token'])
    .where('media_id', '=', mediaId)
    .executeTakeFirst();
  if (!found) return [];
  await lockFolder(db, found.folder_id);
  const rows = await db.selectFrom('analysis').selectAll().where('folder_id', '=', found.folder_id).execute();
  const analyses = rows.map(toAnalysis).filter(({ sourceMediaIds }) => sourceMediaIds.includes(mediaId));
  if (analyses.some(({ state }) => state === 'PROCESSING')) return 'busy';
  const files = [found.static_name];
  // Its film is there only if somebody looked at it.
  if (found.frames_token !== null) files.push(previewName(found.frames_token));
  for (const { analysisId, resultsMedia } of analyses) {
    files.push(
      ...resultsMedia.flatMap((result) =>
        result.mediaId === mediaId && result.bestShot ? [result.bestShot.staticName] : [],
      ),
    );
    const kept = resultsMedia.map(({ bestShot, ...result }) =>
      bestShot && result.mediaId !== mediaId ? { ...result, bestShot } : result,
    );
    await db
      .updateTable('analysis')
      .set({ results_media: JSON.stringify(kept), time_updated: now })
      .where('analysis_id', '=', analysisId)
      .execute();
  }
  await db.deleteFrom('media').where('media_id', '=', mediaId).execute();
  await touchFolder(db, found.folder_id, now);
  return files;
}

async function clear(db: Kysely<Schema>, folderId: string, now: number): Promise<'busy' | readonly string[]> {
  await lockFolder(db, folderId);
  const working = await db
    .selectFrom('analysis')
    .select('analysis_id')
    .where('folder_id', '=', folderId)
    .where('state', '=', 'PROCESSING')
    .executeTakeFirst();
  if (working) return 'busy';
  const media = await db.selectFrom('media').select('media_id').where('folder_id', '=', folderId).execute();
  const files: string[] = [];
  for (const { media_id } of media) {
    const removed = await remove(db, media_id, now);
    if (removed !== 'busy') files.push(...removed);
  }
  await markCleared(db, folderId, now);
  return files;
}

async function markCleared(db: Kysely<Schema>, folderId: string, time: number | null): Promise<void> {
  await db.updateTable('folder').set({ time_cleared: time }).where('folder_id', '=', folderId).execute();
}

/** Files in a folder. */
async function held(db: Kysely<Schema>, folderId: string): Promise<number> {
  const row = await db
    .selectFrom('media')
    .select((from) => from.fn.countAll<number>().as('held'))
    .where('folder_id', '=', folderId)
    .executeTakeFirstOrThrow();
  return Number(row.held);
}

async function touchFolder(db: Kysely<Schema>, folderId: string, now: number | undefined): Promise<void> {
  if (now !== undefined)
    await db.updateTable('folder').set({ time_updated: now }).where('folder_id', '=', folderId).execute();
}
