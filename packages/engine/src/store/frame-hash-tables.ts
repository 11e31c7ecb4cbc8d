import type { Kysely } from 'kysely';
import { createIndex } from './create-index.ts';

/** What the frames of every capture looked like. */
export async function frameHashTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('frame_hash')
    .addColumn('media_id', 'text', (column) =>
      column.notNull().references('media.media_id').onDelete('cascade'),
    )
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('time_created', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('frame_hash_pk', ['media_id', 'position'])
    .execute();
  await createIndex(db, 'frame_hash', ['key', 'time_created']);
  await createIndex(db, 'frame_hash', ['time_created']);
}
