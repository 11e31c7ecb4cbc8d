import { type Kysely, sql } from 'kysely';
import { createIndex } from './create-index.ts';

/** Companies, what accounts say of a person and may start, used capture sessions, and what all processes agree on. */
export async function companyTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('company')
    .addColumn('company_id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('retention_days', 'integer')
    .addColumn('meta_data', 'text', (column) => column.notNull())
    .addColumn('time_created', 'bigint', (column) => column.notNull())
    .addColumn('time_retired', 'bigint')
    .execute();
  for (const name of ['first_name', 'last_name', 'middle_name'])
    await db.schema
      .alterTable('account')
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
      .execute();
  for (const name of ['start_biometry', 'start_quality', 'start_collection'])
    await db.schema
      .alterTable('account')
      .addColumn(name, 'integer', (column) => column.notNull().defaultTo(1))
      .execute();
  await db.schema
    .alterTable('account')
    .addColumn('meta_data', 'text', (column) => column.notNull().defaultTo('{}'))
    .execute();
  await sql`update account set company_id = '' where user_type in ('ADMIN', 'OPERATOR')`.execute(db);
  await createIndex(db, 'account', ['company_id']);
  await createIndex(db, 'session', ['user_id']);
  await createIndex(db, 'folder', ['company_id', 'time_created']);
  await agreements(db);
}

async function agreements(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('capture_session')
    .addColumn('token_id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) =>
      column.notNull().references('account.user_id').onDelete('cascade'),
    )
    .addColumn('folder_id', 'text')
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await createIndex(db, 'capture_session', ['user_id']);
  await createIndex(db, 'capture_session', ['expires_at']);
  await db.schema
    .createTable('secret')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('task')
    .addColumn('task', 'text', (column) => column.primaryKey())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute();
}
