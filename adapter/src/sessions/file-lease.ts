import { randomUUID } from 'node:crypto';
import { link, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import type { Lease } from '../model/session-store.ts';
import { asStorageError } from '../model/storage-error.ts';
import { hasCode, removeFile } from './atomic-file.ts';
import { leftByDeadProcess, ourProcess } from './lease-holder.ts';
import { LEASE_STALE_MS, LEASE_TOUCH_MS } from './sessions.data.ts';

/**
 * A lock file that dies with its owner: the owner touches it, and one left untouched, or left by a process of this host
 * that is gone, is taken over. Age is measured between the file's time and that of a file made now on the same volume,
 * so clocks of replicas need not agree.
 */
export async function acquireFileLease(path: string): Promise<Lease | undefined> {
  const owner = randomUUID();
  const content = JSON.stringify({ ...ourProcess(), owner });
  if (!(await createLease(path, content))) {
    if (!(await breakStaleLease(path, owner))) return undefined;
    if (!(await createLease(path, content))) return undefined;
  }
  const touch = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, LEASE_TOUCH_MS);
  touch.unref();
  return {
    release: async () => {
      clearInterval(touch);
      const holder = await readFile(path, 'utf8').catch(() => '');
      if (holder === content) await removeFile(path);
    },
  };
}

/** False if there is one. Not flushed: after a power cut nobody holds anything. Read half-written, it counts as a live one. */
async function createLease(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw asStorageError(error) ?? error;
  }
}

/** True if a lease left by a dead process was moved out of the way. */
async function breakStaleLease(path: string, owner: string): Promise<boolean> {
  const aside = `${path}.${owner}.stale`;
  try {
    const held = await stat(path);
    const age = (await volumeNow(path, owner)) - held.mtimeMs;
    if (age < LEASE_STALE_MS && !leftByDeadProcess(await readFile(path, 'utf8'))) return false;
    await rename(path, aside);
    const moved = await stat(aside);
    // Somebody else was quicker and this is their fresh lease: give it back.
    if (moved.ino !== held.ino) {
      await link(aside, path).catch(() => undefined);
      return false;
    }
    return true;
  } catch (error) {
    // Released in between: free to take.
    if (hasCode(error, 'ENOENT')) return true;
    throw error;
  } finally {
    await removeFile(aside);
  }
}

async function volumeNow(path: string, owner: string): Promise<number> {
  const probe = `${path}.${owner}.now`;
  await writeFile(probe, '', { mode: 0o600 });
  const { mtimeMs } = await stat(probe);
  await removeFile(probe);
  return mtimeMs;
}
