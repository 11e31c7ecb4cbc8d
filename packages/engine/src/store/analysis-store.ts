import type { ExpressionBuilder, Kysely } from 'kysely';
import type { AnalysisRecord, MetaData } from '../model/records.ts';
import type {
  AnalysisStore,
  CreateOutcome,
  ExpiredAnalysis,
  FinishedAnalysis,
  IdempotencyRecord,
  OperatorDecision,
} from '../model/store.ts';
import { announce } from './announce.ts';
import { refreshFolderStatus } from './folder-status.ts';
import { claimIdempotent, insertIdempotent } from './idempotency.ts';
import { fromAnalysis, toAnalysis } from './row-mapping.ts';
import type { Schema } from './schema.ts';
import { lockFolder, type SqlDialect } from './sql-dialect.ts';
import { countAnalysis } from './statistics-store.ts';

export function createAnalysisStore(db: Kysely<Schema>, dialect: SqlDialect): AnalysisStore {
  return {
    add: (analyses, idempotency) =>
      db.transaction().execute((trx) => add(trx, dialect, analyses, idempotency)),
    async get(analysisId) {
      const row = await db
        .selectFrom('analysis')
        .selectAll()
        .where('analysis_id', '=', analysisId)
        .executeTakeFirst();
      return row && toAnalysis(row);
    },
    async listByFolders(folderIds) {
      if (folderIds.length === 0) return [];
      const rows = await db
        .selectFrom('analysis')
        .selectAll()
        .where('folder_id', 'in', folderIds)
        .orderBy('time_created')
        .orderBy('position')
        .orderBy('analysis_id')
        .execute();
      return rows.map(toAnalysis);
    },
    async unfinished() {
      const rows = await db
        .selectFrom('analysis')
        .select(['analysis_id', 'type'])
        .where('state', '=', 'PROCESSING')
        .orderBy('time_created')
        .execute();
      return rows.map((row) => ({ analysisId: row.analysis_id, type: row.type as AnalysisRecord['type'] }));
    },
    start: (analysisId, now) => db.transaction().execute((trx) => start(trx, analysisId, now)),
    async release(analysisId) {
      await db
        .updateTable('analysis')
        .set((from) => ({ attempts: from('attempts', '-', 1) }))
        .where('analysis_id', '=', analysisId)
        .where('state', '=', 'PROCESSING')
        .where('attempts', '>', 0)
        .execute();
    },
    expire: (before, limit, errorMessage, now) => expire(db, { before, limit, errorMessage, now }),
    finish: (analysisId, outcome, now) =>
      db.transaction().execute((trx) => finish(trx, analysisId, outcome, now)),
    decide: (analysisId, decision, now) =>
      db.transaction().execute((trx) => decide(trx, analysisId, decision, now)),
    async setMetaData(analysisId, metaData, now) {
      await db
        .updateTable('analysis')
        .set({ meta_data: JSON.stringify(metaData), time_updated: now })
        .where('analysis_id', '=', analysisId)
        .execute();
    },
  };
}

async function add(
  db: Kysely<Schema>,
  dialect: SqlDialect,
  analyses: readonly AnalysisRecord[],
  idempotency: IdempotencyRecord | undefined,
): Promise<CreateOutcome> {
  const record = idempotency && (await claimIdempotent(db, dialect, idempotency));
  if (record) return { kind: 'replayed', record };
  const newest = new Map(analyses.map((analysis) => [analysis.folderId, analysis.timeCreated]));
  for (const folderId of [...newest.keys()].sort()) await lockFolder(db, folderId);
  if (idempotency) await insertIdempotent(db, idempotency);
  if (analyses.length > 0) await db.insertInto('analysis').values(analyses.map(fromAnalysis)).execute();
  for (const [folderId, now] of newest) await refreshFolderStatus(db, folderId, now);
  return { kind: 'created' };
}

async function start(
  db: Kysely<Schema>,
  analysisId: string,
  now: number,
): Promise<AnalysisRecord | undefined> {
  await db
    .updateTable('analysis')
    .set((from) => ({ attempts: from('attempts', '+', 1), time_started: now }))
    .where('analysis_id', '=', analysisId)
    .where('state', '=', 'PROCESSING')
    .execute();
  const row = await db
    .selectFrom('analysis')
    .selectAll()
    .where('analysis_id', '=', analysisId)
    .where('state', '=', 'PROCESSING')
    .executeTakeFirst();
  return row && toAnalysis(row);
}

interface Expiry {
  readonly before: number;
  readonly limit: number;
  readonly errorMessage: string;
  readonly now: number;
}

async function expire(
  db: Kysely<Schema>,
  { before, limit, errorMessage, now }: Expiry,
): Promise<readonly ExpiredAnalysis[]> {
  const rows = await db
    .selectFrom('analysis')
    .select(['analysis_id', 'type', 'time_created'])
    .where('state', '=', 'PROCESSING')
    .where('time_created', '<', before)
    .where(notBegunSince(before))
    .orderBy('time_created')
    .limit(limit)
    .execute();
  const outcome = { state: 'FAILED', resolution: 'FAILED', resultsData: null, resultsMedia: [] } as const;
  const expired: ExpiredAnalysis[] = [];
  for (const { analysis_id: analysisId, type, time_created } of rows) {
    const kept = await db
      .transaction()
      .execute((trx) => finish(trx, analysisId, { ...outcome, errorMessage }, now, before));
    if (kept)
      expired.push({ analysisId, type: type as AnalysisRecord['type'], timeCreated: Number(time_created) });
  }
  return expired;
}

function notBegunSince(before: number) {
  return (from: ExpressionBuilder<Schema, 'analysis'>) =>
    from.or([from('time_started', 'is', null), from('time_started', '<', before)]);
}

async function decide(
  db: Kysely<Schema>,
  analysisId: string,
  { resolution, comment, userId }: OperatorDecision,
  now: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('analysis')
    .innerJoin('folder', 'folder.folder_id', 'analysis.folder_id')
    .select(['analysis.folder_id', 'folder.company_id', 'analysis.results_data'])
    .where('analysis_id', '=', analysisId)
    .executeTakeFirst();
  if (!row) return false;
  await lockFolder(db, row.folder_id);
  const operator = { operator_status: resolution, operator_comment: comment, operator_user_id: userId };
  // Results are written once, when an analysis is finished: what was read before the lock is what is there.
  const results = row.results_data === null ? {} : (JSON.parse(row.results_data) as MetaData);
  const done = await db
    .updateTable('analysis')
    .set({ resolution, results_data: JSON.stringify({ ...results, ...operator }), time_updated: now })
    .where('analysis_id', '=', analysisId)
    .where('resolution', '=', 'OPERATOR_REQUIRED')
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) return false;
  await db
    .updateTable('folder')
    .set({ operator_status: resolution, operator_comment: comment })
    .where('folder_id', '=', row.folder_id)
    .execute();
  const status = await refreshFolderStatus(db, row.folder_id, now);
  const { folder_id: folderId, company_id: companyId } = row;
  await announce(db, { folderId, companyId, analysisId, folderDone: status !== 'PROCESSING', now });
  return true;
}

async function finish(
  db: Kysely<Schema>,
  analysisId: string,
  outcome: FinishedAnalysis,
  now: number,
  /** Only if nobody has begun it since. */
  begunBefore?: number,
): Promise<boolean> {
  const analysis = await db
    .selectFrom('analysis')
    .innerJoin('folder', 'folder.folder_id', 'analysis.folder_id')
    .select([
      'analysis.folder_id',
      'analysis.type',
      'analysis.time_created',
      'folder.company_id',
      'folder.user_id',
    ])
    .where('analysis_id', '=', analysisId)
    .executeTakeFirst();
  if (!analysis) return false;
  await lockFolder(db, analysis.folder_id);
  const update = db
    .updateTable('analysis')
    .set({
      state: outcome.state,
      resolution: outcome.resolution,
      results_data: outcome.resultsData === null ? null : JSON.stringify(outcome.resultsData),
      results_media: JSON.stringify(outcome.resultsMedia),
      error_message: outcome.errorMessage,
      time_updated: now,
      time_finished: now,
    })
    .where('analysis_id', '=', analysisId)
    .where('state', '=', 'PROCESSING');
  const guarded = begunBefore === undefined ? update : update.where(notBegunSince(begunBefore));
  if ((await guarded.executeTakeFirst()).numUpdatedRows === 0n) return false;
  const status = await refreshFolderStatus(db, analysis.folder_id, now);
  const { folder_id: folderId, company_id: companyId, user_id: userId, type } = analysis;
  await announce(db, { folderId, companyId, analysisId, folderDone: status !== 'PROCESSING', now });
  // Last: others that end at this moment wait for this row.
  await countAnalysis(db, {
    companyId,
    userId,
    type,
    resolution: outcome.resolution,
    milliseconds: now - Number(analysis.time_created),
    time: now,
  });
  return true;
}
