import { randomBytes } from 'node:crypto';
import { link, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AdapterError } from '../model/adapter-error.ts';
import { asStorageError } from '../model/storage-error.ts';
import { clearLeftovers, hasCode, removeFile, syncFolder } from './atomic-file.ts';
import { requireRoom } from './require-room.ts';
import { ORPHAN_INCOMING_MS } from './sessions.data.ts';

/** Containers on disk: received in `<folder>/incoming`, kept in `<folder>/spool` until the backend has them. */
export interface SpoolFolder {
  /** A fresh path, on the spool's file system, to receive an upload into. */
  incomingPath(id: string): Promise<string>;
  /** Moves a received and synced file into the spool, durably; false if there is one already. */
  take(id: string, incomingPath: string): Promise<boolean>;
  path(id: string): string;
  drop(id: string): Promise<void>;
}

/** Creates the folders (private to this user) and clears what dead uploads left. Rejects if it may not. */
export async function openSpoolFolder(folder: string): Promise<SpoolFolder> {
  const spool = join(folder, 'spool');
  const incoming = join(folder, 'incoming');
  const path = (id: string) => join(spool, `${id}.zip`);
  try {
    for (const one of [spool, incoming]) await mkdir(one, { recursive: true, mode: 0o700 });
    await clearLeftovers(incoming, /./, ORPHAN_INCOMING_MS);
  } catch (cause) {
    throw new AdapterError(
      'internal_error',
      `The data folder ${folder} cannot be used (${cause instanceof Error ? cause.message : String(cause)}). Set PRESENCE_DATA to a folder this user may write to.`,
      { cause },
    );
  }
  return {
    incomingPath: async (id) => {
      await requireRoom(incoming);
      return join(incoming, `${id}.${randomBytes(6).toString('hex')}`);
    },
    take: async (id, incomingPath) => {
      // Once more with the file itself, which may have taken the last of it.
      await requireRoom(spool);
      try {
        // A link and not a rename, which would replace what is there: of several uploads one gets the name.
        await link(incomingPath, path(id));
      } catch (error) {
        if (hasCode(error, 'EEXIST')) return false;
        throw asStorageError(error) ?? error;
      }
      await Promise.all([removeFile(incomingPath), syncFolder(path(id))]);
      return true;
    },
    path,
    drop: (id) => removeFile(path(id)),
  };
}
