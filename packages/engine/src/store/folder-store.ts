import type { Kysely, SelectQueryBuilder } from 'kysely';
import type {
  CreateOutcome,
  FolderPage,
  FolderQuery,
  FolderStore,
  MetaDataCondition,
  NewFolder,
} from '../model/store.ts';
import { replaceMetaRows } from './folder-meta.ts';
import { claimIdempotent, findIdempotent, insertIdempotent } from './idempotency.ts';
import { insertMedia } from './insert-media.ts';
import { nameReceiver } from './name-receiver.ts';
import { fromAnalysis, fromFolder, toFolder } from './row-mapping.ts';
import type { Schema } from './schema.ts';
import type { SqlDialect } from './sql-dialect.ts';

export function createFolderStore(db: Kysely<Schema>, dialect: SqlDialect): FolderStore {
  return {
    create: (input) => db.transaction().execute((trx) => create(trx, dialect, input)),
    async get(folderId) {
      const row = await db
        .selectFrom('folder')
        .selectAll()
        .where('folder_id', '=', folderId)
        .executeTakeFirst();
      return row && toFolder(row);
    },
    list: (query) => list(db, query),
    setMetaData: (folderId, metaData, now) =>
      db.transaction().execute(async (trx) => {
        await trx
          .updateTable('folder')
          .set({ meta_data: JSON.stringify(metaData), time_updated: now })
          .where('folder_id', '=', folderId)
          .execute();
        const row = await trx
          .selectFrom('folder')
          .select(['folder_id', 'time_created'])
          .where('folder_id', '=', folderId)
          .executeTakeFirst();
        if (row) await replaceMetaRows(trx, row, metaData);
      }),
    async delete(folderId) {
      const done = await db.deleteFrom('folder').where('folder_id', '=', folderId).executeTakeFirst();
      return done.numDeletedRows > 0n;
    },
    async share(folderId, token, now) {
      await db
        .updateTable('folder')
        .set({ shared_token: token, time_updated: now })
        .where('folder_id', '=', folderId)
        .execute();
    },
    async findShared(token) {
      const row = await db
        .selectFrom('folder')
        .selectAll()
        .where('shared_token', '=', token)
        .executeTakeFirst();
      return row && toFolder(row);
    },
    findIdempotent: (userId, key) => findIdempotent(db, userId, key),
    async createdBefore(companyId, time, limit) {
      const rows = await db
        .selectFrom('folder')
        .select('folder_id')
        .where('company_id', '=', companyId)
        .where('time_created', '<', Math.ceil(time))
        .orderBy('time_created')
        .limit(limit)
        .execute();
      return rows.map((row) => row.folder_id);
    },
  };
}

async function create(db: Kysely<Schema>, dialect: SqlDialect, input: NewFolder): Promise<CreateOutcome> {
  const { idempotency } = input;
  const record = idempotency && (await claimIdempotent(db, dialect, idempotency));
  if (record) return { kind: 'replayed', record };
  await db.insertInto('folder').values(fromFolder(input.folder)).execute();
  const { folderId, timeCreated, metaData } = input.folder;
  await replaceMetaRows(db, { folder_id: folderId, time_created: timeCreated }, metaData);
  await insertMedia(db, dialect, input.media);
  if (input.analyses.length > 0)
    await db.insertInto('analysis').values(input.analyses.map(fromAnalysis)).execute();
  if (idempotency) await insertIdempotent(db, idempotency);
  if (input.webhook) await nameReceiver(db, folderId, input.webhook);
  return { kind: 'created' };
}

async function list(db: Kysely<Schema>, query: FolderQuery): Promise<FolderPage> {
  const direction = query.sort.descending ? 'desc' : 'asc';
  const rows = await filtered(db, query)
    .selectAll('folder')
    .orderBy(query.sort.by === 'timeCreated' ? 'time_created' : 'time_updated', direction)
    .orderBy('folder_id', direction)
    .limit(query.limit)
    .offset(query.offset)
    .execute();
  return { items: rows.map(toFolder), total: query.countTotal ? await count(db, query) : null };
}

async function count(db: Kysely<Schema>, query: FolderQuery): Promise<number> {
  const row = await filtered(db, query)
    .select((from) => from.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return Number(row.total);
}

type FolderSelect = SelectQueryBuilder<Schema, 'folder', object>;

function filtered(db: Kysely<Schema>, query: FolderQuery): FolderSelect {
  let select: FolderSelect = db.selectFrom('folder');
  const { scope, folderIds, companyIds, userIds, statuses } = query;
  if (scope.kind === 'company') select = select.where('company_id', '=', scope.companyId);
  if (scope.kind === 'folder') select = select.where('folder.folder_id', '=', scope.folderId);
  if (scope.kind === 'user') select = select.where('user_id', '=', scope.userId);
  if (folderIds) select = select.where('folder_id', 'in', folderIds);
  if (companyIds) select = select.where('company_id', 'in', companyIds);
  if (userIds) select = select.where('user_id', 'in', userIds);
  if (statuses)
    select = select.where((where) =>
      where.or([where('resolution_status', 'in', statuses), where('system_resolution', 'in', statuses)]),
    );
  if (query.createdMin !== undefined)
    select = select.where('time_created', '>=', Math.ceil(query.createdMin));
  if (query.createdMax !== undefined)
    select = select.where('time_created', '<=', Math.floor(query.createdMax));
  if (query.updatedMin !== undefined)
    select = select.where('time_updated', '>=', Math.ceil(query.updatedMin));
  if (query.updatedMax !== undefined)
    select = select.where('time_updated', '<=', Math.floor(query.updatedMax));
  for (const condition of query.metaData) select = withMetaData(select, condition, query);
  return select;
}

/** The window bounds the rows looked at too: a value that half of all folders have costs no more than the window holds. */
function withMetaData(
  select: FolderSelect,
  condition: MetaDataCondition,
  { createdMin = 0, createdMax = Number.MAX_SAFE_INTEGER }: FolderQuery,
): FolderSelect {
  return select.where('folder.folder_id', condition.equal ? 'in' : 'not in', (from) =>
    from
      .selectFrom('folder_meta')
      .select('folder_meta.folder_id')
      .where('folder_meta.key', '=', condition.key)
      .where('folder_meta.value', '=', condition.value)
      .where('folder_meta.time_created', '>=', Math.ceil(createdMin))
      .where('folder_meta.time_created', '<=', Math.floor(createdMax)),
  );
}
