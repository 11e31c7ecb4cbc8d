import { stat } from 'node:fs/promises';

/**
 * Changes when one of the files is added, replaced, edited or removed. Looked at from time to time instead of watched by
 * inode events, which miss files that a volume mount or an editor swaps for another.
 */
export async function fileFingerprint(paths: readonly string[]): Promise<string> {
  const stats = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ ino, size, mtimeMs }) => `${path}:${ino}:${size}:${mtimeMs}`,
        () => `${path}:absent`,
      ),
    ),
  );
  return stats.join(' ');
}
