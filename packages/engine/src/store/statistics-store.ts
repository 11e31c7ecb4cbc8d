import type { Kysely } from 'kysely';
import type { CountedAnalysis, StatisticsStore } from '../model/statistics.ts';
import type { Schema } from './schema.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export function createStatisticsStore(db: Kysely<Schema>): StatisticsStore {
  return {
    count: (analysis) => countAnalysis(db, analysis),
    async read({ by, companyId, userId, firstDay, lastDay }) {
      let select = db
        .selectFrom('analysis_count')
        .select((from) => [
          from.fn.sum<number>('count').as('total'),
          from.fn.sum<number>('milliseconds').as('duration'),
        ])
        .select([...by]);
      if (by.length > 0) select = select.groupBy([...by]);
      for (const dimension of by) select = select.orderBy(dimension);
      if (companyId !== undefined) select = select.where('company_id', '=', companyId);
      if (userId !== undefined) select = select.where('user_id', '=', userId);
      if (firstDay !== undefined) select = select.where('day', '>=', firstDay);
      if (lastDay !== undefined) select = select.where('day', '<=', lastDay);
      const rows = await select.execute();
      return rows.map((row) => ({
        keys: by.map((dimension) => row[dimension]),
        count: Number(row.total ?? 0),
        milliseconds: Number(row.duration ?? 0),
      }));
    },
    async stored(companyId, userId) {
      let select = db
        .selectFrom('folder')
        .leftJoin('media', 'media.folder_id', 'folder.folder_id')
        .select((from) => [
          from.fn.count<number>('folder.folder_id').distinct().as('folders'),
          from.fn.count<number>('media.media_id').as('media'),
          from.fn.sum<number | null>('media.bytes').as('bytes'),
        ]);
      if (companyId !== undefined) select = select.where('folder.company_id', '=', companyId);
      if (userId !== undefined) select = select.where('folder.user_id', '=', userId);
      const { folders, media, bytes } = await select.executeTakeFirstOrThrow();
      return { folders: Number(folders), media: Number(media), bytes: Number(bytes ?? 0) };
    },
  };
}

/** Counts one more; call it last in a transaction. */
export async function countAnalysis(db: Kysely<Schema>, analysis: CountedAnalysis): Promise<void> {
  const { companyId, userId, type, resolution, milliseconds, time } = analysis;
  await db
    .insertInto('analysis_count')
    .values({
      day: Math.floor(time / DAY_MS),
      company_id: companyId,
      user_id: userId,
      type,
      resolution,
      count: 1,
      milliseconds,
    })
    .onConflict((conflict) =>
      conflict.columns(['day', 'company_id', 'user_id', 'type', 'resolution']).doUpdateSet((from) => ({
        count: from('analysis_count.count', '+', 1),
        milliseconds: from('analysis_count.milliseconds', '+', milliseconds),
      })),
    )
    .execute();
}
