import type { Kysely } from 'kysely';
import { createIndex } from './create-index.ts';

/** What companies keep under a name: A/B tests, templates of reports. */
export async function companyItemTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('company_item')
    .addColumn('item_id', 'text', (column) => column.primaryKey())
    .addColumn('company_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('time_created', 'bigint', (column) => column.notNull())
    .addColumn('time_updated', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('company_item_name', ['company_id', 'kind', 'name'])
    .execute();
}

/** What was decided on a folder, when its files were removed, and the token that shows it to others. */
export async function folderMarks(db: Kysely<unknown>): Promise<void> {
  for (const name of ['operator_status', 'operator_comment', 'shared_token'])
    await db.schema.alterTable('folder').addColumn(name, 'text').execute();
  await db.schema.alterTable('folder').addColumn('time_cleared', 'bigint').execute();
  await createIndex(db, 'folder', ['shared_token']);
}

/** Keeps analyses in the order they were asked for; those of one call have one time. Older ones stay in the order of their times. */
export async function analysesInOrder(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('analysis')
    .addColumn('position', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
}
