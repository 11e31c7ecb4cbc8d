import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineConfig } from '@presence/engine';
import { inject } from 'vitest';
import { openS3BlobStore } from '../../../packages/engine/src/blobs/s3-blob-store.ts';
import { databaseOf, newDatabase } from './postgres-server.ts';
import { s3Options, TEST_BUCKET, TEST_CREDENTIALS } from './s3-server.ts';

export interface Cluster {
  readonly config: Pick<EngineConfig, 'databaseUrl' | 'redis' | 's3'>;
  /** What lies in the bucket, and on the way to it. */
  readonly media: { folders(): Promise<readonly string[]>; staged(): readonly string[] };
  /** Runs one statement on the database. */
  sql(statement: string): Promise<void>;
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
  const { url, sql, drop } = databaseOf(server, name);
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
    sql,
    remove: drop,
  };
}

/** The same for a process of its own, in the variables it reads. */
export function variablesOf(cluster: Cluster | undefined): Record<string, string> {
  const { databaseUrl, redis, s3 } = cluster?.config ?? {};
  return {
    ENGINE_DATABASE_URL: databaseUrl ?? '',
    ENGINE_REDIS_URL: redis?.url ?? '',
    ENGINE_REDIS_PREFIX: redis?.prefix ?? '',
    ENGINE_S3_BUCKET: TEST_BUCKET,
    ENGINE_S3_PREFIX: s3?.prefix ?? '',
    ENGINE_S3_ENDPOINT: inject('s3'),
    ENGINE_S3_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
    ENGINE_S3_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
  };
}

/** Paths of all files in a folder and the folders in it. */
export function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}
