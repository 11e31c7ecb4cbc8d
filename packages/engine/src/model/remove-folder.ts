import type { AnalysisQueue } from './analysis-queue.ts';
import type { BlobStore } from './blob-store.ts';
import type { Store } from './store.ts';

export interface RemovalContext {
  readonly store: Pick<Store, 'folders' | 'analyses' | 'collections'>;
  readonly blobs: Pick<BlobStore, 'removeFolder'>;
  readonly queue: Pick<AnalysisQueue, 'cancel'>;
}

/**
 * Removes a folder with all that belongs to it: rows first, so that nobody finds what is half gone, then the work on it, then
 * the files. Should this process die in between, the sweep for orphaned files finds them.
 */
export async function removeFolder({ store, blobs, queue }: RemovalContext, folderId: string): Promise<void> {
  const analyses = await store.analyses.listByFolders([folderId]);
  await store.folders.delete(folderId);
  await queue.cancel(analyses.map((analysis) => analysis.analysisId));
  await blobs.removeFolder(folderId);
}

/** The same for a collection with its persons. */
export async function removeCollection(
  { store, blobs }: Pick<RemovalContext, 'store' | 'blobs'>,
  collectionId: string,
): Promise<void> {
  await store.collections.delete(collectionId);
  await blobs.removeFolder(collectionId);
}
