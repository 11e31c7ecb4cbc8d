import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { EngineError } from '../model/engine-error.ts';
import type { Store } from '../model/store.ts';
import type { Schema } from './schema.ts';
import { createSqlStore, migrate } from './sql-store.ts';

/** How long a statement waits for another process's lock, in milliseconds. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens (and if need be creates or updates) the SQLite database at `path`.
 * Write-ahead log with `synchronous=FULL`: what was answered survives a killed process and a power cut, at the cost of
 * one fsync per transaction.
 * @throws EngineError `storage_failed` if the file cannot be opened or a migration fails
 */
export async function openSqliteStore(path: string): Promise<Store> {
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: await openDatabase(path) }) });
  try {
    await migrate(db, path);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return createSqlStore(db, { serialise: async () => {} });
}

async function openDatabase(path: string): Promise<Database.Database> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    return database;
  } catch (cause) {
    throw new EngineError(
      'storage_failed',
      `Cannot open the database ${path}. Check that the folder exists and may be written to.`,
      { cause },
    );
  }
}
