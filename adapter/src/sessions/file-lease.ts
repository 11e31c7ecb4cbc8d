import type { Lease } from '../model/session-store.ts';
import { releaseFileLock, takeFileLock } from './file-lock.ts';
import type { LockHolder } from './lock-holder.ts';

/** A lock held for as long as a session is worked on. */
export async function acquireFileLease(path: string, holder: LockHolder): Promise<Lease | undefined> {
  if (!(await takeFileLock(path, holder))) return undefined;
  return { release: () => releaseFileLock(path, holder) };
}
