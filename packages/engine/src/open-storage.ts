import { join } from 'node:path';
import type { Logger } from 'pino';
import { openDiskBlobStore } from './blobs/disk-blob-store.ts';
import type { EngineConfig } from './config/engine-config.ts';
import type { BlobStore } from './model/blob-store.ts';
import type { Store } from './model/store.ts';
import { lockInstance } from './store/instance-lock.ts';
import { openSqliteStore } from './store/sqlite-store.ts';

export interface Storage {
  readonly store: Store;
  readonly blobs: BlobStore;
  close(): Promise<void>;
}

/**
 * Opens what the configuration names: SQLite or PostgreSQL, files on disk or a bucket. Without a queue in Redis it is this
 * engine's alone, and what a killed process left behind is removed.
 * @throws EngineError `data_in_use`, `storage_failed`
 */
export async function openStorage(config: EngineConfig, log: Logger): Promise<Storage> {
  const base = join(config.dataDir, 'engine');
  const shared = config.redis !== undefined;
  const lock = await lockInstance(base, shared);
  let store: Store | undefined;
  try {
    store = await openStore(config, base, log);
    const blobs = await openBlobs(config, base);
    if (!shared) await removeOrphans(store, blobs);
    const opened = store;
    return {
      store,
      blobs,
      async close() {
        await opened.close();
        lock.release();
      },
    };
  } catch (error) {
    await store?.close();
    lock.release();
    throw error;
  }
}

async function openStore(config: EngineConfig, base: string, log: Logger): Promise<Store> {
  const { databaseUrl: url, redis } = config;
  if (url === undefined) return openSqliteStore(join(base, 'engine.db'));
  const { openPostgresStore } = await import('./store/postgres-store.ts');
  return openPostgresStore({ url, shared: redis !== undefined, log });
}

async function openBlobs({ s3, redis }: EngineConfig, base: string): Promise<BlobStore> {
  if (s3 === undefined) return openDiskBlobStore(join(base, 'blobs'), redis !== undefined);
  const { openS3BlobStore } = await import('./blobs/s3-blob-store.ts');
  return openS3BlobStore(s3, join(base, 'staging'));
}

/** Bytes of folders and collections the store does not know: a process was killed between the two. */
async function removeOrphans(store: Store, blobs: BlobStore): Promise<void> {
  for (const id of await blobs.folderIds())
    if (!(await store.folders.get(id)) && !(await store.collections.get(id))) await blobs.removeFolder(id);
}
