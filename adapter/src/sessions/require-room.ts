import { statfs } from 'node:fs/promises';
import { AdapterError } from '../model/adapter-error.ts';
import { RESERVED_BYTES } from './sessions.data.ts';

/**
 * Throws `storage_full` when only the reserve is left on the file system of `folder`. It is kept for writing down how far accepted
 * captures have got: on a disk full to the last block none could be delivered, and so none would ever make room.
 */
export async function requireRoom(folder: string, reservedBytes = RESERVED_BYTES): Promise<void> {
  const { bavail, bsize, blocks } = await statfs(folder);
  // Some file systems do not tell: of those the refused write itself is all there is to go by.
  if (blocks === 0 || bavail * bsize >= reservedBytes) return;
  throw new AdapterError(
    'storage_full',
    "The adapter's disk has no room; nothing was accepted. Free space below PRESENCE_DATA.",
    { context: { reason: 'reserve', reserved_bytes: reservedBytes }, retryAfterSeconds: 30 },
  );
}
