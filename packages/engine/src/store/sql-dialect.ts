import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** What the databases do differently; everything else in this folder is written once for both. */
export interface SqlDialect {
  /**
   * Until the transaction ends, no other one that names one of these goes on. SQLite runs one transaction at a time and
   * need not do anything.
   */
  serialise(trx: Kysely<Schema>, names: readonly string[]): Promise<void>;
}

/**
 * Locks a folder's row until the transaction ends, so that what is counted or consolidated from its children stays true.
 * First of all in any transaction that writes a folder's children: always in that order, two of them cannot lock each
 * other out.
 */
export async function lockFolder(trx: Kysely<Schema>, folderId: string): Promise<void> {
  await trx
    .updateTable('folder')
    .set((from) => ({ time_updated: from.ref('time_updated') }))
    .where('folder_id', '=', folderId)
    .execute();
}
