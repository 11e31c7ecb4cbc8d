import type { Kysely } from 'kysely';
import { createIndex } from './create-index.ts';

/** Receivers, messages to them, and counts of finished analyses. */
export async function webhookTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhook')
    .addColumn('webhook_id', 'text', (column) => column.primaryKey())
    .addColumn('company_id', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('events', 'text', (column) => column.notNull())
    .addColumn('active', 'integer', (column) => column.notNull())
    .addColumn('time_created', 'bigint', (column) => column.notNull())
    .addColumn('time_updated', 'bigint', (column) => column.notNull())
    .execute();
  await createIndex(db, 'webhook', ['company_id']);
  await db.schema
    .createTable('folder_webhook')
    .addColumn('folder_id', 'text', (column) =>
      column.notNull().references('folder.folder_id').onDelete('cascade'),
    )
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('events', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('folder_webhook_pk', ['folder_id', 'url'])
    .execute();
  await deliveries(db);
  await db.schema
    .createTable('analysis_count')
    .addColumn('day', 'integer', (column) => column.notNull())
    .addColumn('company_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('resolution', 'text', (column) => column.notNull())
    .addColumn('count', 'bigint', (column) => column.notNull())
    .addColumn('milliseconds', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('analysis_count_pk', ['day', 'company_id', 'user_id', 'type', 'resolution'])
    .execute();
}

async function deliveries(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhook_delivery')
    .addColumn('delivery_id', 'text', (column) => column.primaryKey())
    .addColumn('webhook_id', 'text')
    .addColumn('company_id', 'text', (column) => column.notNull())
    .addColumn('folder_id', 'text')
    .addColumn('analysis_id', 'text')
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('body', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('next_at', 'bigint', (column) => column.notNull())
    .addColumn('last_status', 'integer')
    .addColumn('last_error', 'text')
    .addColumn('time_created', 'bigint', (column) => column.notNull())
    .addColumn('time_finished', 'bigint')
    .execute();
  await createIndex(db, 'webhook_delivery', ['state', 'next_at']);
  await createIndex(db, 'webhook_delivery', ['webhook_id', 'time_created']);
}
