import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDiskBlobStore } from '../../packages/engine/src/blobs/disk-blob-store.ts';
import { type BlobsImplementation, describeBlobs } from './blobs-contract.ts';
import { describeSweep } from './sweep-contract.ts';

const IMPLEMENTATIONS: readonly BlobsImplementation[] = [
  {
    name: 'disk',
    async open() {
      const folder = mkdtempSync(join(tmpdir(), 'presence-blobs-'));
      return {
        blobs: await openDiskBlobStore(folder),
        remove: async () => rmSync(folder, { recursive: true, force: true }),
      };
    },
  },
];

for (const implementation of IMPLEMENTATIONS) {
  describeBlobs(implementation);
  describeSweep(implementation);
}

describe('disk', () => {
  it('that cannot be used is refused by name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'presence-blobs-'));
    const file = join(folder, 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o600);
    await expect(openDiskBlobStore(join(file, 'blobs'))).rejects.toMatchObject({
      code: 'storage_failed',
      message: expect.stringContaining(file),
    });
    rmSync(folder, { recursive: true });
  });
});
