import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expireFolders } from '../../packages/engine/src/maintenance/expire-folders.ts';
import { ORPHAN_AGE_MS, sweepOrphans } from '../../packages/engine/src/maintenance/sweep-orphans.ts';
import { openSqliteStore } from '../../packages/engine/src/store/sqlite-store.ts';
import { newCompany, newThings } from '../support/company-world.ts';
import type { BlobsImplementation } from './blobs-contract.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NEVER = new AbortController().signal;

/** What maintenance leaves of a blob store, whichever it is. */
export function describeSweep(implementation: BlobsImplementation): void {
  describe(`maintenance: ${implementation.name}`, () => {
    it('removes what no row knows, once it is old, and with a folder all of its files', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'presence-sweep-'));
      const store = await openSqliteStore(join(folder, 'engine.db'));
      const { blobs, remove } = await implementation.open();
      const companyId = await newCompany(store, 'One');
      const { folderId = '', collectionId = '' } = await newThings(store, { userId: 'u', companyId });
      const [media] = await store.media.listByFolders([folderId]);
      const [picture = ''] = await store.collections.fileNames(collectionId);
      const lost = randomUUID();
      const stray = `${'s'.repeat(32)}.jpg`;
      const bytes = Buffer.from('x');
      // A picture made from the media has its stem and another ending.
      const derived = `${media?.staticName.split('.')[0]}.mp4`;
      for (const name of [media?.staticName ?? '', derived, stray]) await blobs.write(folderId, name, bytes);
      for (const name of [picture, stray]) await blobs.write(collectionId, name, bytes);
      for (const name of [stray, `${'t'.repeat(32)}.zip`]) await blobs.write(lost, name, bytes);
      const at = (ms: number) => ({ store, blobs, now: () => Date.now() + ms });
      expect(await sweepOrphans(at(0), NEVER)).toBe(0);
      expect(await sweepOrphans(at(ORPHAN_AGE_MS + 5_000), NEVER)).toBe(4);
      const left: Record<string, readonly string[]> = {};
      for await (const { folderId: id, files } of blobs.walk())
        if (files.length > 0) left[id] = files.map(({ name }) => name).sort();
      expect(left).toEqual({
        [folderId]: [media?.staticName ?? '', derived].sort(),
        [collectionId]: [picture],
      });
      const queue = { cancel: async () => {} };
      expect(await expireFolders({ ...at(2 * DAY_MS), queue }, 1, NEVER)).toBe(1);
      expect(await blobs.folderIds()).toEqual([collectionId]);
      await store.close();
      await remove();
      rmSync(folder, { recursive: true });
    });
  });
}
