import { link, readFile, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { AdapterError } from '../model/adapter-error.ts';
import { asStorageError } from '../model/storage-error.ts';
import { hasCode, removeFile } from './atomic-file.ts';
import { leftByDeadProcess } from './lease-holder.ts';
import type { LockHolder } from './lock-holder.ts';
import { LEASE_STALE_MS, LOCK_LOOK_EVERY, LOCK_PAUSE_MS, LOCK_WAIT_MS } from './sessions.data.ts';

/** A lock held for one small write. */
export interface WriteLock {
  /** Throws once it was held for so long that another process may soon take this one for dead. */
  requireOurs(): void;
  release(): Promise<void>;
}

/** True if the lock at `path` is ours now. One whose holder is silent, or a dead process of this host, is taken over. */
export async function takeFileLock(path: string, holder: LockHolder): Promise<boolean> {
  return (
    (await createLock(path, holder)) || ((await breakStaleLock(path, holder)) && createLock(path, holder))
  );
}

/** Does nothing if another process thought this one dead and has taken the lock over. */
export async function releaseFileLock(path: string, holder: LockHolder): Promise<void> {
  const content = await readFile(path, 'utf8').catch(() => '');
  if (content === holder.content) await removeFile(path);
}

/**
 * Waits for whoever holds the lock for a write of its own; the tries are a few milliseconds apart.
 *
 * @throws AdapterError `session_store_unavailable` if it does not become free in time.
 */
export async function awaitWriteLock(path: string, holder: LockHolder): Promise<WriteLock> {
  const asked = performance.now();
  for (let tries = 1; !(await createLock(path, holder)); tries += 1) {
    if (tries % LOCK_LOOK_EVERY === 0 && (await breakStaleLock(path, holder))) continue;
    if (performance.now() - asked > LOCK_WAIT_MS) throw unavailable(`The lock ${path} does not become free`);
    await sleep(Math.random() * Math.min(2 ** tries, LOCK_PAUSE_MS));
  }
  const taken = performance.now();
  const sure = () => performance.now() - taken < LEASE_STALE_MS / 2;
  return {
    requireOurs: () => {
      if (!sure())
        throw unavailable(`The write under ${path} took too long; the disk or this process stood still`);
    },
    release: () => (sure() ? removeFile(path) : releaseFileLock(path, holder)),
  };
}

/** False if there is one. Not flushed: after a power cut nobody holds anything. */
async function createLock(path: string, holder: LockHolder): Promise<boolean> {
  try {
    await link(holder.path, path).catch(async (error: unknown) => {
      if (!hasCode(error, 'ENOENT')) throw error;
      await holder.touch();
      await link(holder.path, path);
    });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw asStorageError(error) ?? error;
  }
}

/**
 * True if nothing is in the way any more. One process looks at a time: of two that find the same lock stale, the slower
 * would remove the fresh lock of the quicker.
 */
async function breakStaleLock(path: string, holder: LockHolder): Promise<boolean> {
  const guard = `${path}.breaking`;
  if (!(await createLock(guard, holder))) {
    if ((await lookAt(guard, holder)) === 'stale') await removeFile(guard);
    return false;
  }
  try {
    const found = await lookAt(path, holder);
    if (found === 'stale') await removeFile(path);
    return found !== 'alive';
  } finally {
    await removeFile(guard);
  }
}

/**
 * What is `gone` was released, and may be taken again already. Age is measured against our own file, which may itself be some
 * seconds old, so the clocks of replicas need not agree.
 */
async function lookAt(path: string, holder: LockHolder): Promise<'alive' | 'stale' | 'gone'> {
  try {
    if (leftByDeadProcess(await readFile(path, 'utf8'))) return 'stale';
    const held = await stat(path);
    const ours = await stat(holder.path).catch(() => held);
    return ours.mtimeMs - held.mtimeMs >= LEASE_STALE_MS ? 'stale' : 'alive';
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 'gone';
    throw error;
  }
}

function unavailable(what: string): AdapterError {
  return new AdapterError('session_store_unavailable', `${what}; try again.`, { retryAfterSeconds: 2 });
}
