import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Kysely, Migrator, SqliteDialect, sql } from 'kysely';
import Database from 'libsql';
import { EngineError } from '../model/engine-error.ts';
import type { Store } from '../model/store.ts';
import { createAccountStore } from './account-store.ts';
import { createAnalysisStore } from './analysis-store.ts';
import { createFolderStore } from './folder-store.ts';
import { createMediaStore } from './media-store.ts';
import { MIGRATIONS } from './migrations.data.ts';
import type { Schema } from './schema.ts';

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
  await migrate(db, path);
  return {
    folders: createFolderStore(db),
    media: createMediaStore(db),
    analyses: createAnalysisStore(db),
    accounts: createAccountStore(db),
    async ping() {
      await sql`select 1`.execute(db);
    },
    close: () => db.destroy(),
  };
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

async function migrate(db: Kysely<Schema>, path: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  await db.destroy();
  throw new EngineError(
    'storage_failed',
    `Cannot bring the database ${path} up to date. Was it written by a newer version of the engine?`,
    { cause: error },
  );
}
