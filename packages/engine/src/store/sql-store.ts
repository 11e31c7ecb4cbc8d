import { type Kysely, Migrator, sql } from 'kysely';
import { EngineError } from '../model/engine-error.ts';
import type { Store } from '../model/store.ts';
import { createAccountStore } from './account-store.ts';
import { createAgreementStore } from './agreement-store.ts';
import { createAnalysisStore } from './analysis-store.ts';
import { createCollectionStore } from './collection-store.ts';
import { createCompanyItemStore } from './company-item-store.ts';
import { createCompanyStore } from './company-store.ts';
import { createFolderStore } from './folder-store.ts';
import { createFrameHashStore } from './frame-hash-store.ts';
import { createMediaStore } from './media-store.ts';
import { MIGRATIONS } from './migrations.data.ts';
import type { Schema } from './schema.ts';
import type { SqlDialect } from './sql-dialect.ts';
import { createStatisticsStore } from './statistics-store.ts';
import { createWebhookStore } from './webhook-store.ts';

/** The parts of a store over an open database, whichever it is. */
export function createSqlStore(db: Kysely<Schema>, dialect: SqlDialect): Store {
  return {
    folders: createFolderStore(db, dialect),
    media: createMediaStore(db, dialect),
    analyses: createAnalysisStore(db, dialect),
    accounts: createAccountStore(db),
    collections: createCollectionStore(db),
    frameHashes: createFrameHashStore(db),
    faceSearch: undefined,
    companies: createCompanyStore(db),
    companyItems: createCompanyItemStore(db),
    webhooks: createWebhookStore(db),
    statistics: createStatisticsStore(db),
    agreement: createAgreementStore(db),
    async ping() {
      await sql`select 1`.execute(db);
    },
    close: () => db.destroy(),
  };
}

/**
 * Creates or updates the tables; several processes may try at once. The database stays open when it fails.
 * @param where names the database in the message
 * @throws EngineError `storage_failed`
 */
export async function migrate(db: Kysely<Schema>, where: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const why = error instanceof Error ? error.message : String(error);
  throw new EngineError(
    'storage_failed',
    `Cannot bring the database ${where} up to date (${why}). Was it written by a newer version of the engine?`,
    { cause: error },
  );
}
