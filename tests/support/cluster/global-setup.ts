import type { TestProject } from 'vitest/node';
import { startRedis } from '../redis-server.ts';
import { startPostgres } from './postgres-server.ts';
import { startS3 } from './s3-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the PostgreSQL server of this run. */
    readonly postgres: string;
    /** Address of the Redis server of this run. */
    readonly redis: string;
    /** Address of the S3 server of this run. */
    readonly s3: string;
  }
}

/** The servers a cluster of engines stands on, once for all test files. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [postgres, redis, s3] = await Promise.all([startPostgres(), startRedis(), startS3()]);
  project.provide('postgres', postgres.url);
  project.provide('redis', redis.url);
  project.provide('s3', s3.endpoint);
  return async () => {
    await Promise.all([postgres.stop(), redis.remove(), s3.stop()]);
  };
}
