import type { Kysely } from 'kysely';
import type { EarlierQuery, FrameHashStore, PastFrames } from '../model/frame-memory.ts';
import type { Schema } from './schema.ts';

/** Hex digits of a hash that the index knows. */
const KEY_DIGITS = 16;

export function createFrameHashStore(db: Kysely<Schema>): FrameHashStore {
  return {
    keep: (mediaId, hashes) =>
      db.transaction().execute(async (trx) => {
        const media = await ownMedia(trx, mediaId);
        if (!media) return;
        await trx.deleteFrom('frame_hash').where('media_id', '=', mediaId).execute();
        const rows = hashes.map((hash, position) => ({
          media_id: mediaId,
          position,
          key: hash.slice(0, KEY_DIGITS),
          hash,
          time_created: media.time_created,
        }));
        if (rows.length > 0) await trx.insertInto('frame_hash').values(rows).execute();
      }),
    earlier: (mediaId, query) => earlier(db, mediaId, query),
    async forgetBefore(time) {
      await db.deleteFrom('frame_hash').where('time_created', '<', time).execute();
    },
  };
}

async function ownMedia(db: Kysely<Schema>, mediaId: string) {
  return db
    .selectFrom('media')
    .select(['folder_id', 'time_created'])
    .where('media_id', '=', mediaId)
    .executeTakeFirst();
}

async function earlier(
  db: Kysely<Schema>,
  mediaId: string,
  { keys, since, limit }: EarlierQuery,
): Promise<readonly PastFrames[]> {
  const own = keys.length === 0 ? undefined : await ownMedia(db, mediaId);
  if (!own) return [];
  const candidates = await db
    .selectFrom('frame_hash')
    .innerJoin('media', 'media.media_id', 'frame_hash.media_id')
    .select((from) => ['frame_hash.media_id', from.fn.countAll<number>().as('common')])
    .where('frame_hash.key', 'in', keys)
    .where('frame_hash.time_created', '>=', since)
    .where('media.folder_id', '!=', own.folder_id)
    .where((where) =>
      where.or([
        where('frame_hash.time_created', '<', own.time_created),
        // Of two that came in the same millisecond, one is the first for both.
        where.and([
          where('frame_hash.time_created', '=', own.time_created),
          where('frame_hash.media_id', '<', mediaId),
        ]),
      ]),
    )
    .groupBy('frame_hash.media_id')
    .orderBy('common', 'desc')
    .limit(limit)
    .execute();
  if (candidates.length === 0) return [];
  const ids = candidates.map((row) => row.media_id);
  const rows = await db
    .selectFrom('frame_hash')
    .select(['media_id', 'hash'])
    .where('media_id', 'in', ids)
    .execute();
  return ids.map((id) => rows.filter((row) => row.media_id === id).map((row) => row.hash));
}
