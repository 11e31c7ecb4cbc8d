import type { Kysely } from 'kysely';
import { createIndex } from './create-index.ts';

/** Collections of persons, their pictures and faces; the same in every SQL dialect. */
export async function collectionTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('collection')
    .addColumn('collection_id', 'text', (column) => column.primaryKey())
    .addColumn('company_id', 'text', (column) => column.notNull())
    .addColumn('alias', 'text', (column) => column.notNull())
    .addColumn('meta_data', 'text', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addColumn('removal_revision', 'bigint', (column) => column.notNull())
    .addColumn('time_created', 'bigint', (column) => column.notNull())
    .addColumn('time_updated', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('collection_alias', ['company_id', 'alias'])
    .execute();
  await db.schema
    .createTable('person')
    .addColumn('person_id', 'text', (column) => column.primaryKey())
    .addColumn('collection_id', 'text', (column) =>
      column.notNull().references('collection.collection_id').onDelete('cascade'),
    )
    .addColumn('meta_data', 'text', (column) => column.notNull())
    .addColumn('time_created', 'bigint', (column) => column.notNull())
    .addColumn('time_updated', 'bigint', (column) => column.notNull())
    .execute();
  await createIndex(db, 'person', ['collection_id', 'time_created']);
  await db.schema
    .createTable('person_image')
    .addColumn('person_image_id', 'text', (column) => column.primaryKey())
    .addColumn('person_id', 'text', (column) =>
      column.notNull().references('person.person_id').onDelete('cascade'),
    )
    .addColumn('collection_id', 'text', (column) => column.notNull())
    .addColumn('original_name', 'text', (column) => column.notNull())
    .addColumn('static_name', 'text', (column) => column.notNull())
    .addColumn('tags', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('embedding', 'text', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addColumn('time_created', 'bigint', (column) => column.notNull())
    .execute();
  await createIndex(db, 'person_image', ['person_id']);
  await createIndex(db, 'person_image', ['collection_id', 'revision', 'person_image_id']);
}
