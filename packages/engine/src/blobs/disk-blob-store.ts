import { access, mkdir, open, opendir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobFolder, BlobStore } from '../model/blob-store.ts';
import { checkBlobName, isBlobName, isFolderName } from './blob-names.ts';
import { openStaging } from './staging.ts';
import { guarded } from './storage-error.ts';

/**
 * Blobs as files: `<root>/folders/<folder>/<name>`, uploads first in `<root>/staging`. Files become visible by rename
 * after an fsync, so a reader never sees half of one. What a killed process left in staging is removed here.
 * @param shared other living processes use the same folder
 * @throws EngineError `storage_failed` if the folders cannot be made
 */
export async function openDiskBlobStore(root: string, shared = false): Promise<BlobStore> {
  const folders = join(root, 'folders');
  const staging = await openStaging(join(root, 'staging'), shared);
  await guarded(`prepare the media folder ${root}`, async () => {
    await mkdir(folders, { recursive: true, mode: 0o700 });
  });
  const pathOf = (folderId: string, name: string) => {
    checkBlobName(folderId, name);
    return join(folders, folderId, name);
  };
  const settle = async (from: string, folderId: string, name: string) => {
    const path = pathOf(folderId, name);
    await mkdir(join(folders, folderId), { recursive: true, mode: 0o700 });
    await rename(from, path);
    await syncFolder(join(folders, folderId));
  };
  return {
    stage: staging.stage,
    async commit(staged, folderId, name) {
      await guarded('store an uploaded file', () => settle(staged.path, folderId, name));
    },
    discard: (staged) => rm(staged.path, { force: true }),
    async write(folderId, name, bytes) {
      const temporary = staging.newPath();
      await guarded('store a file', async () => {
        await writeFile(temporary, bytes, { mode: 0o600, flush: true });
        await settle(temporary, folderId, name);
      });
    },
    async local(folderId, name) {
      if (!isBlobName(folderId, name)) return undefined;
      const path = join(folders, folderId, name);
      const found = await access(path).then(
        () => true,
        () => false,
      );
      return found ? { path, release: async () => {} } : undefined;
    },
    remove: (folderId, name) => rm(pathOf(folderId, name), { force: true }),
    async removeFolder(folderId) {
      if (isFolderName(folderId)) await rm(join(folders, folderId), { recursive: true, force: true });
    },
    async folderIds() {
      return (await readdir(folders)).filter(isFolderName);
    },
    walk: () => walk(folders),
    async ping() {
      const probe = staging.newPath();
      await guarded('write to the media folder', async () => {
        await writeFile(probe, 'probe', { mode: 0o600 });
        await rm(probe);
      });
    },
  };
}

async function* walk(root: string): AsyncGenerator<BlobFolder> {
  for await (const entry of await opendir(root)) {
    if (!isFolderName(entry.name)) continue;
    const folder = join(root, entry.name);
    const files = [];
    // Whatever is removed meanwhile is not there.
    for (const name of await readdir(folder).catch(() => [])) {
      const found = await stat(join(folder, name)).catch(() => undefined);
      if (found?.isFile()) files.push({ name, modifiedAt: found.mtimeMs });
    }
    yield { folderId: entry.name, files };
  }
}

/** Makes a rename durable. Not every file system can sync a folder; those that cannot need not. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EINVAL' && code !== 'EPERM' && code !== 'ENOTSUP') throw error;
  } finally {
    await handle.close();
  }
}
