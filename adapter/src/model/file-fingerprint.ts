import { stat } from 'node:fs/promises';

/**
 * Changes when one of the files is added, replaced, edited or removed. Looked at from time to time instead of watched by
 * inode events, which miss files that a volume mount or an editor swaps for another. The time of the inode's own change counts
 * too: a copy may keep the modification time, and a file that could not be read may be given back its mode.
 */
export async function fileFingerprint(paths: readonly string[]): Promise<string> {
  const stats = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        ({ dev, ino, size, mtimeMs, ctimeMs }) => `${path}:${dev}:${ino}:${size}:${mtimeMs}:${ctimeMs}`,
        () => `${path}:absent`,
      ),
    ),
  );
  return stats.join(' ');
}
