import { type Kysely, type Migration, sql } from 'kysely';
import { collectionTables } from './collection-tables.ts';
import { analysesInOrder, companyItemTables, folderMarks } from './company-item-tables.ts';
import { companyTables } from './company-tables.ts';
import { createIndex } from './create-index.ts';
import { frameHashTables } from './frame-hash-tables.ts';
import { webhookTables } from './webhook-tables.ts';

/** Changes of the database by name, in order. A published one is never edited; a new one is added below. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-first-tables': { up: firstTables },
  '0002-collections': { up: collectionTables },
  '0003-meta-data-in-time': { up: metaDataInTime },
  '0004-frame-hashes': { up: frameHashTables },
  '0005-companies': { up: companyTables },
  '0006-webhooks': { up: webhookTables },
  '0007-media-in-order': { up: mediaInOrder },
  '0008-company-items': { up: companyItemTables },
  '0009-folder-marks': { up: folderMarks },
  '0010-analyses-in-order': { up: analysesInOrder },
};

async function firstTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('folder')
    .addColumn('folder_id', 'text', (column) => column.primaryKey())
    .addColumn('company_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('meta_data', 'text', (column) => column.notNull())
    .addColumn('resolution_status', 'text', (column) => column.notNull())
    .addColumn('system_resolution', 'text', (column) => column.notNull())
    .addColumn('time_created', 'bigint', (column) => column.notNull())
    .addColumn('time_updated', 'bigint', (column) => column.notNull())
    .execute();
  await createIndex(db, 'folder', ['time_created']);
  await createIndex(db, 'folder', ['time_updated']);
  await db.schema
    .createTable('folder_meta')
    .addColumn('folder_id', 'text', (column) =>
      column.notNull().references('folder.folder_id').onDelete('cascade'),
    )
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('folder_meta_pk', ['folder_id', 'key'])
    .execute();
  await createIndex(db, 'folder_meta', ['key', 'value']);
  await mediaAndAnalysis(db);
  await accounts(db);
}

/** Lets a value of meta_data be found within a window of time by one index. */
async function metaDataInTime(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('folder_meta')
    .addColumn('time_created', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`update folder_meta set time_created =
    (select time_created from folder where folder.folder_id = folder_meta.folder_id)`.execute(db);
  await db.schema.dropIndex('folder_meta_key_value').execute();
  await createIndex(db, 'folder_meta', ['key', 'value', 'time_created']);
}

/** Keeps media in the order they were sent; those of one request have one time. Older ones stay in the order of their times. */
async function mediaInOrder(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('media')
    .addColumn('position', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}

async function mediaAndAnalysis(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('media')
    .addColumn('media_id', 'text', (column) => column.primaryKey())
    .addColumn('folder_id', 'text', (column) =>
      column.notNull().references('folder.folder_id').onDelete('cascade'),
    )
    .addColumn('field_name', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('original_name', 'text', (column) => column.notNull())
    .addColumn('static_name', 'text', (column) => column.notNull().unique())
    .addColumn('frames_token', 'text', (column) => column.unique())
    .addColumn('frame_count', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('meta_data', 'text', (column) => column.notNull())
    .addColumn('seen_before', 'integer', (column) => column.notNull())
    .addColumn('time_created', 'bigint', (column) => column.notNull())
    .addColumn('time_updated', 'bigint', (column) => column.notNull())
    .execute();
  await createIndex(db, 'media', ['folder_id']);
  await createIndex(db, 'media', ['sha256']);
  await db.schema
    .createTable('analysis')
    .addColumn('analysis_id', 'text', (column) => column.primaryKey())
    .addColumn('folder_id', 'text', (column) =>
      column.notNull().references('folder.folder_id').onDelete('cascade'),
    )
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('resolution', 'text')
    .addColumn('source_media', 'text', (column) => column.notNull())
    .addColumn('params', 'text', (column) => column.notNull())
    .addColumn('results_data', 'text')
    .addColumn('results_media', 'text', (column) => column.notNull())
    .addColumn('error_message', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('meta_data', 'text', (column) => column.notNull())
    .addColumn('time_created', 'bigint', (column) => column.notNull())
    .addColumn('time_updated', 'bigint', (column) => column.notNull())
    .addColumn('time_started', 'bigint')
    .addColumn('time_finished', 'bigint')
    .execute();
  await createIndex(db, 'analysis', ['folder_id']);
  await createIndex(db, 'analysis', ['state', 'time_created']);
}

async function accounts(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('idempotency')
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('folder_id', 'text', (column) =>
      column.notNull().references('folder.folder_id').onDelete('cascade'),
    )
    .addColumn('reply', 'text')
    .addPrimaryKeyConstraint('idempotency_pk', ['user_id', 'key'])
    .execute();
  await createIndex(db, 'idempotency', ['folder_id']);
  await db.schema
    .createTable('account')
    .addColumn('user_id', 'text', (column) => column.primaryKey())
    .addColumn('company_id', 'text', (column) => column.notNull())
    .addColumn('user_type', 'text', (column) => column.notNull())
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('password_hash', 'text')
    .execute();
  await db.schema
    .createTable('session')
    .addColumn('session_id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('account.user_id').onDelete('cascade'),
    )
    .addColumn('access_hash', 'text', (column) => column.notNull().unique())
    .addColumn('expire_hash', 'text', (column) => column.notNull().unique())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('replaces', 'text')
    .execute();
  await createIndex(db, 'session', ['expires_at']);
}
