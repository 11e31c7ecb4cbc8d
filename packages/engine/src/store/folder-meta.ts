import type { Kysely } from 'kysely';
import type { MetaData } from '../model/records.ts';
import type { FolderMetaRow, Schema } from './schema.ts';

/**
 * The longest key and value together that can be searched for, in bytes; longer ones are kept but not indexed. PostgreSQL refuses
 * index rows above 2704 bytes (its manual, "B-Tree Indexes"; 2026-11-22).
 */
const MAX_INDEXED_BYTES = 2_000;

type FolderKey = Pick<FolderMetaRow, 'folder_id' | 'time_created'>;

/** Top-level scalars of a meta_data object as text, the form `key==value` is compared in. */
function metaRows(folder: FolderKey, metaData: MetaData): readonly FolderMetaRow[] {
  return Object.entries(metaData).flatMap(([key, value]) => {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
    const text = String(value);
    return Buffer.byteLength(key + text) > MAX_INDEXED_BYTES ? [] : [{ ...folder, key, value: text }];
  });
}

/** Makes the search rows of a folder agree with its meta_data. Call inside the transaction that writes it. */
export async function replaceMetaRows(
  db: Kysely<Schema>,
  folder: FolderKey,
  metaData: MetaData,
): Promise<void> {
  await db.deleteFrom('folder_meta').where('folder_id', '=', folder.folder_id).execute();
  const rows = metaRows(folder, metaData);
  if (rows.length > 0)
    await db
      .insertInto('folder_meta')
      .values([...rows])
      .execute();
}
