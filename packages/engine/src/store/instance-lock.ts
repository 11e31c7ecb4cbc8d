import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { EngineError } from '../model/engine-error.ts';

export interface InstanceLock {
  release(): void;
}

/**
 * Makes sure that one engine at a time uses a data folder, or only engines that share it: the start removes what a dead
 * process left behind, which must never be a living one's. A SQLite transaction holds the lock, so the system frees it when
 * the process dies, however it dies.
 * @param shared other engines that say so too may use the folder
 * @throws EngineError `data_in_use`
 */
export async function lockInstance(folder: string, shared: boolean): Promise<InstanceLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const database = new Database(join(folder, 'instance.lock'), { timeout: 0 });
  try {
    if (shared) holdReading(database);
    else database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw new EngineError(
      'data_in_use',
      `Another engine is using ${folder}. Stop it, or set PRESENCE_DATA to another folder.`,
      { cause },
    );
  }
  return { release: () => void database.close() };
}

/** A transaction that has read keeps writers out and lets others read. */
function holdReading(database: Database.Database): void {
  database.exec('BEGIN');
  database.prepare('SELECT count(*) FROM sqlite_master').get();
}
