import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineConfig } from '@presence/engine';
import { inject } from 'vitest';
import { openS3BlobStore } from '../../../packages/engine/src/blobs/s3-blob-store.ts';
import { databaseOf, newDatabase } from './postgres-server.ts';
import { s3Options } from './s3-server.ts';

export interface Cluster {
  readonly config: Pick<EngineConfig, 'databaseUrl' | 'redis' | 's3'>;
  /** What lies in the bucket, and on the way to it. */
  readonly media: { folders(): Promise<readonly string[]>; staged(): readonly string[] };
  remove(): Promise<void>;
}

/**
 * In the test project `cluster`: a database, a queue and a corner of the bucket that go with this data folder, the same for
 * everyone who asks with it. Undefined elsewhere: the engine under test keeps everything in the folder.
 */
export async function clusterOf(dataDir: string): Promise<Cluster | undefined> {
  const server = inject('postgres');
  if (server === undefined) return undefined;
  const note = join(dataDir, 'cluster.txt');
  if (!existsSync(note)) writeFileSync(note, await newDatabase(server));
  const name = readFileSync(note, 'utf8');
  const { url, drop } = databaseOf(server, name);
  return {
    config: {
      databaseUrl: url,
      redis: { url: inject('redis'), prefix: name },
      s3: s3Options(inject('s3'), name),
    },
    media: {
      async folders() {
        const own = mkdtempSync(join(tmpdir(), 'presence-look-'));
        const blobs = await openS3BlobStore(s3Options(inject('s3'), name), own);
        rmSync(own, { recursive: true });
        return blobs.folderIds();
      },
      staged: () => filesBelow(join(dataDir, 'engine/staging')),
    },
    remove: drop,
  };
}

/** Paths of all files in a folder and the folders in it. */
export function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}
