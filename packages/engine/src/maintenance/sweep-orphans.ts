import type { BlobFolder, BlobStore } from '../model/blob-store.ts';
import type { Clock } from '../model/clock.ts';
import type { Store } from '../model/store.ts';

export interface SweepContext {
  readonly store: Pick<Store, 'folders' | 'media' | 'analyses' | 'collections'>;
  readonly blobs: Pick<BlobStore, 'walk' | 'remove' | 'removeFolder'>;
  readonly now: Clock;
}

/**
 * A file without a row may belong to an upload that is just being stored, or to work on its way to a worker; nothing of that
 * takes an hour. Ours, 2026-11-22.
 */
export const ORPHAN_AGE_MS = 60 * 60 * 1000;

/**
 * Removes files that no row knows: what a process left that died between the two.
 * @returns how many files
 */
export async function sweepOrphans(
  { store, blobs, now }: SweepContext,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for await (const folder of blobs.walk()) {
    if (signal.aborted) break;
    const { folderId, files } = folder;
    const old = files.filter(({ modifiedAt }) => modifiedAt < now() - ORPHAN_AGE_MS);
    if (old.length === 0) continue;
    const known = await knownText(store, folder);
    if (known === undefined && old.length === files.length) {
      await blobs.removeFolder(folderId);
      removed += files.length;
      continue;
    }
    for (const { name } of old) {
      if (known?.includes(stemOf(name))) continue;
      await blobs.remove(folderId, name);
      removed += 1;
    }
  }
  return removed;
}

/**
 * All that the rows of a folder or a collection say, as text; undefined without such rows. A file is known if its unguessable
 * name occurs anywhere in it, so that a new kind of file need not be told here.
 */
async function knownText(
  store: SweepContext['store'],
  { folderId }: BlobFolder,
): Promise<string | undefined> {
  if (await store.folders.get(folderId))
    return JSON.stringify([
      await store.media.listByFolders([folderId]),
      await store.analyses.listByFolders([folderId]),
    ]);
  if (await store.collections.get(folderId))
    return JSON.stringify(await store.collections.fileNames(folderId));
  return undefined;
}

function stemOf(name: string): string {
  return name.split('.')[0] ?? name;
}
