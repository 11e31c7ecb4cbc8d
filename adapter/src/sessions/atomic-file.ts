import { randomBytes } from 'node:crypto';
import { link, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asStorageError } from '../model/storage-error.ts';

/** Bytes of a new private file, flushed to the disk. */
async function writeTemporary(path: string, content: string): Promise<string> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    return temporary;
  } catch (error) {
    await removeFile(temporary);
    throw asStorageError(error) ?? error;
  }
}

/**
 * Replaces a file so that a reader sees the old or the new content, never half of it. `mayReplace` is asked when all is written
 * and may throw; then nothing is changed.
 */
export async function replaceFile(path: string, content: string, mayReplace: () => void): Promise<void> {
  const temporary = await writeTemporary(path, content);
  try {
    mayReplace();
    await rename(temporary, path);
  } catch (error) {
    await removeFile(temporary);
    throw error;
  }
}

/** Creates a complete file; false if there is one already (then nothing is changed). */
export async function createFile(path: string, content: string): Promise<boolean> {
  const temporary = await writeTemporary(path, content);
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await removeFile(temporary);
  }
}

/** Removes a file, if there is one. `rm` of Node looks at it first, which is a call more. */
export async function removeFile(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error;
  });
}

/** Removes what matches and is older than `ageMs`: left in the middle by processes that ended. */
export async function clearLeftovers(folder: string, matches: RegExp, ageMs: number): Promise<void> {
  const now = Date.now();
  for (const name of await readdir(folder)) {
    if (!matches.test(name)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && now - found.mtimeMs > ageMs) await removeFile(path);
  }
}

/** Makes renames in a folder survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
