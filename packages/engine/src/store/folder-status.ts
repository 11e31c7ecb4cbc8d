import type { Kysely } from 'kysely';
import { consolidate } from '../model/consolidate.ts';
import type { FolderStatus } from '../model/records.ts';
import { toAnalysis } from './row-mapping.ts';
import type { Schema } from './schema.ts';

/** Recomputes a folder's two status columns from its analyses. Call inside the transaction that changed one. */
export async function refreshFolderStatus(
  db: Kysely<Schema>,
  folderId: string,
  now: number,
): Promise<FolderStatus> {
  const rows = await db.selectFrom('analysis').selectAll().where('folder_id', '=', folderId).execute();
  const status = consolidate(rows.map(toAnalysis));
  await db
    .updateTable('folder')
    .set({
      resolution_status: status.resolutionStatus,
      system_resolution: status.systemResolution,
      time_updated: now,
    })
    .where('folder_id', '=', folderId)
    .execute();
  return status.resolutionStatus;
}
