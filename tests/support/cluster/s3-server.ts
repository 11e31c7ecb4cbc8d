import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

export interface S3Server {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export const TEST_BUCKET = 'presence-test';
/** The one key pair the server knows. */
export const TEST_CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/** An S3 server on a free port of the loopback address with one bucket. */
export async function startS3(): Promise<S3Server> {
  const directory = mkdtempSync(join(tmpdir(), 'presence-s3-'));
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: TEST_BUCKET, configs: [] }],
  });
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Options of a store in a corner of the test bucket that nobody else uses. */
export function s3Options(endpoint: string, prefix: string) {
  return { bucket: TEST_BUCKET, prefix, region: 'us-east-1', endpoint, credentials: TEST_CREDENTIALS };
}
