import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, inject, it } from 'vitest';
import { openS3BlobStore } from '../../packages/engine/src/blobs/s3-blob-store.ts';
import { describeBlobs } from '../contract/blobs-contract.ts';
import { describeSweep } from '../contract/sweep-contract.ts';
import { s3Options } from '../support/cluster/s3-server.ts';

async function open() {
  const folder = mkdtempSync(join(tmpdir(), 'presence-s3-staging-'));
  return {
    folder,
    blobs: await openS3BlobStore(s3Options(inject('s3'), randomUUID()), folder),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

describeBlobs({ name: 'S3', open });
describeSweep({ name: 'S3', open });

describe('S3', () => {
  it('leaves nothing behind on the local disk', async () => {
    const { folder, blobs, remove } = await open();
    const signal = new AbortController().signal;
    const options = { maxBytes: 100, label: 'file', signal };
    const staged = await blobs.stage(Readable.from([Buffer.from('hello')]), options);
    const folderId = randomUUID();
    const name = `${'n'.repeat(32)}.zip`;
    await blobs.commit(staged, folderId, name);
    const fetched = await blobs.local(folderId, name);
    await fetched?.release();
    const [own = ''] = readdirSync(folder);
    expect(readdirSync(join(folder, own))).toEqual([]);
    await remove();
  });

  it('that is not there is refused by name', async () => {
    const options = { ...s3Options(inject('s3'), ''), bucket: 'no-such-bucket' };
    await expect(openS3BlobStore(options, tmpdir())).rejects.toMatchObject({
      code: 'storage_failed',
      message: expect.stringContaining('no-such-bucket (NotFound;'),
    });
    const away = { ...s3Options(inject('s3'), ''), endpoint: 'http://127.0.0.1:1' };
    await expect(openS3BlobStore(away, tmpdir())).rejects.toThrow(/ECONNREFUSED; ENGINE_S3_BUCKET/);
  });
});
