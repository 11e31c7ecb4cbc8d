import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { pino } from 'pino';
import type { FolderQuery, Store } from '../packages/engine/src/model/store.ts';
import { openPostgresStore } from '../packages/engine/src/store/postgres-store.ts';
import { openSqliteStore } from '../packages/engine/src/store/sqlite-store.ts';
import { startPostgres } from '../tests/support/cluster/postgres-server.ts';

const SIZES = [1_000, 100_000, 1_000_000];
const LOOK_UPS = 200;
const SECOND = 1_000;
const T0 = 1_790_000_000_000;
/** Half of the window around the folder that is looked for: one hour, with a folder a second. */
const WINDOW_MS = 1_800 * SECOND;

/** The same statements fill both databases. */
function fillings(from: number, to: number): readonly string[] {
  const numbers = `with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${to})`;
  const id = `'folder-' || cast(i as text)`;
  const time = `${T0} + cast(i as bigint) * ${SECOND}`;
  return [
    `insert into folder (folder_id, company_id, user_id, meta_data, resolution_status, system_resolution, time_created, time_updated)
     ${numbers} select ${id}, 'company', 'user', '{"transaction_id":"t' || cast(i as text) || '","channel":"web"}', 'FINISHED', 'SUCCESS', ${time}, ${time} from n`,
    `insert into folder_meta (folder_id, key, value, time_created) ${numbers} select ${id}, 'transaction_id', 't' || cast(i as text), ${time} from n`,
    `insert into folder_meta (folder_id, key, value, time_created) ${numbers} select ${id}, 'channel', 'web', ${time} from n`,
  ];
}

interface Subject {
  readonly name: string;
  readonly store: Store;
  execute(statement: string): Promise<void>;
  /** What a database that was not filled a moment ago has done by itself. */
  readonly settling: readonly string[];
}

/** What a folder look-up costs as folders grow, on both databases. */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'presence-bench-folders-'));
  console.log(
    `\n${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}; ${LOOK_UPS} look-ups each, ms\n`,
  );
  console.log(
    '| database | folders | `transaction_id==X`, one hour: P50 | P95 | newest 100: P95 | `channel==web`, one hour: P95 |',
  );
  console.log('|---|---|---|---|---|---|');
  try {
    await onSqlite(join(folder, 'engine.db'));
    await onPostgres();
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function onSqlite(path: string): Promise<void> {
  const store = await openSqliteStore(path);
  const database = new Database(path);
  database.pragma('synchronous = OFF');
  const execute = async (statement: string) => void database.exec(statement);
  await grow({ name: 'SQLite', store, execute, settling: ['analyze'] });
  database.close();
  await store.close();
}

async function onPostgres(): Promise<void> {
  const server = await startPostgres();
  const client = new pg.Client(server.url);
  await client.connect();
  const store = await openPostgresStore({ url: server.url, shared: false, log: pino({ level: 'silent' }) });
  await grow({
    name: 'PostgreSQL',
    store,
    execute: async (statement) => void (await client.query(statement)),
    // Else the look-ups mark rows as seen and write the pages that others need.
    settling: ['vacuum analyze', 'checkpoint'],
  });
  await client.end();
  await store.close();
  await server.stop();
}

async function grow({ name, store, execute, settling }: Subject): Promise<void> {
  let filled = 0;
  for (const size of SIZES) {
    for (const statement of fillings(filled, size - 1)) await execute(statement);
    for (const statement of settling) await execute(statement);
    filled = size;
    const rare = await lookUps(store, size, (at) =>
      window(at, [{ key: 'transaction_id', value: `t${at}`, equal: true }]),
    );
    const newest = await lookUps(store, size, () => ({ ...PAGE, metaData: [] }));
    const common = await lookUps(store, size, (at) =>
      window(at, [{ key: 'channel', value: 'web', equal: true }]),
    );
    const cells = [quantile(rare, 0.5), quantile(rare, 0.95), quantile(newest, 0.95), quantile(common, 0.95)];
    console.log(
      `| ${name} | ${size.toLocaleString('en')} | ${cells.map((ms) => ms.toFixed(2)).join(' | ')} |`,
    );
  }
}

const PAGE = {
  scope: { kind: 'company', companyId: 'company' },
  sort: { by: 'timeCreated', descending: true },
  limit: 100,
  offset: 0,
  countTotal: false,
} as const;

function window(at: number, metaData: FolderQuery['metaData']): FolderQuery {
  const middle = T0 + at * SECOND;
  return { ...PAGE, metaData, createdMin: middle - WINDOW_MS, createdMax: middle + WINDOW_MS };
}

async function lookUps(
  store: Store,
  size: number,
  ask: (at: number) => FolderQuery,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < LOOK_UPS; turn += 1) {
    const query = ask((turn * 7_919) % size);
    const started = performance.now();
    const { items } = await store.folders.list(query);
    times.push(performance.now() - started);
    if (items.length === 0) throw new Error('a folder that is there was not found');
  }
  return times;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? 0;
}
