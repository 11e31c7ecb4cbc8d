import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { EngineError } from '../model/engine-error.ts';
import type { Log } from '../model/log.ts';
import type { Store } from '../model/store.ts';
import type { Schema } from './schema.ts';
import type { SqlDialect } from './sql-dialect.ts';
import { createSqlStore, migrate } from './sql-store.ts';
import { openVectorSearch } from './vector-search.ts';
import { withoutNul } from './without-nul.ts';

export interface PostgresOptions {
  /** `postgresql://user:password@host:port/database`, with the parameters of libpq (`sslmode` and so on). */
  readonly url: string;
  /** False: one engine at a time may use the database. True: all that open it with true may. */
  readonly shared: boolean;
  readonly log: Log;
}

/** Connections of one process; PostgreSQL allows 100 in all unless told otherwise. Ours, 2026-11-22. */
const MAX_CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 5_000;
/** A server that is away gives the lock up by itself. */
const UNLOCK_TIMEOUT_MS = 1_000;
/** Key of the advisory lock every engine holds while it runs: "PRSN". */
const INSTANCE_KEY = 0x5052_534e;

const DIALECT: SqlDialect = {
  async serialise(trx, names) {
    // In one order everywhere: two transactions that want the same locks cannot lock each other out.
    for (const name of [...new Set(names)].sort())
      await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(trx);
  },
};

/**
 * Opens a PostgreSQL database and creates or updates its tables.
 * @throws EngineError `storage_failed` if it does not answer or a migration fails, `data_in_use` if another engine has it
 */
export async function openPostgresStore({ url, shared, log }: PostgresOptions): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'presence-engine',
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', (err) => log.warn({ err }, 'a connection to PostgreSQL broke'));
  const place = placeOf(url);
  let instance: InstanceHold;
  try {
    instance = await holdInstance(pool, shared, place);
  } catch (error) {
    await pool.end();
    throw error;
  }
  instance.client.on('error', (err) =>
    log.error({ err }, 'the connection that keeps other engines out broke'),
  );
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }), plugins: [withoutNul] });
  const store = createSqlStore(db, DIALECT);
  const close = async () => {
    // First: the pool closes only when it has all its connections back.
    await instance.end();
    await store.close();
  };
  try {
    await migrate(db, place);
    const faceSearch = await openVectorSearch(db, DIALECT);
    return { ...store, faceSearch, close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface InstanceHold {
  readonly client: pg.PoolClient;
  /** Gives the lock and the connection back. */
  end(): Promise<void>;
}

/** Takes a lock that ends with its connection, however the process ends. */
async function holdInstance(pool: pg.Pool, shared: boolean, place: string): Promise<InstanceHold> {
  const client = await pool.connect().catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError(
      'storage_failed',
      `Cannot connect to the PostgreSQL database ${place} (${why}). Check ENGINE_DATABASE_URL and the server.`,
      { cause },
    );
  });
  const kind = shared ? 'lock_shared' : 'lock';
  const lock = `select pg_try_advisory_${kind}($1) as held`;
  const { rows } = await client.query<{ held: boolean }>(lock, [INSTANCE_KEY]);
  if (rows[0]?.held === true) {
    const end = async () => {
      // The server may be slow to notice that a connection is gone, and would keep out the engine that starts next.
      const unlock = {
        text: `select pg_advisory_un${kind}($1)`,
        values: [INSTANCE_KEY],
        query_timeout: UNLOCK_TIMEOUT_MS,
      };
      await client.query(unlock).catch(() => undefined);
      client.release(true);
    };
    return { client, end };
  }
  client.release(true);
  throw new EngineError(
    'data_in_use',
    `Another engine is using the database ${place}. Stop it, or give all of them ENGINE_REDIS_URL so that they share the work.`,
  );
}

/** The database without user and password, for messages. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return host + pathname;
}
