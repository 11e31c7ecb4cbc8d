import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** SHA-256 of every file that holds a number a verdict depends on: the `*.data.ts` of these folders. */
export async function thresholdFiles(
  root: string,
  folders: readonly string[],
): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const folder of folders) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.data.ts'))
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) hashes[relative(root, file)] = await hashOf(file);
  }
  return hashes;
}

/** SHA-256 of a file, in hex. */
export async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
