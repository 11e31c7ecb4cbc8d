import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { postgresFolder } from '../../../scripts/system-packages.mjs';
import { freePort } from '../free-port.ts';

export interface PostgresServer {
  /** Of the database `postgres`, from which others are made. */
  readonly url: string;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root. */
function asPostgres(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** A cluster of its own in a new folder, on a free port of the loopback address; nothing of it is worth a sync. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = postgresFolder();
  if (bin === undefined) throw new Error('PostgreSQL is not installed; npm test installs it or says how.');
  const owner = asPostgres();
  const folder = mkdtempSync(join(tmpdir(), 'presence-postgres-'));
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'presence', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
  execFileSync(join(bin, 'initdb'), initdb, { ...owner, stdio: 'ignore', cwd: folder });
  const port = await freePort();
  const settings = ['fsync=off', 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const server = spawn(join(bin, 'postgres'), args, { ...owner, stdio: 'ignore', cwd: folder });
  const url = `postgresql://presence@127.0.0.1:${port}/postgres`;
  await untilItAnswers(url);
  return {
    url,
    async stop() {
      const gone = once(server, 'exit');
      server.kill('SIGINT'); // Fast shutdown: ends what is still connected.
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    try {
      await onServer(url, 'select 1');
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error('PostgreSQL did not answer within 30 s');
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Makes an empty database and returns its name. */
export async function newDatabase(serverUrl: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(serverUrl, `create database ${name}`);
  return name;
}

/** A database by its name. */
export function databaseOf(serverUrl: string, name: string) {
  const { href: url } = Object.assign(new URL(serverUrl), { pathname: `/${name}` });
  return {
    url,
    /** Removes every row: a folder and an account take with them all that refers to them. */
    clear: () =>
      onServer(
        url,
        'truncate folder, account, collection, company, company_item, webhook, webhook_delivery, analysis_count, secret, task cascade',
      ),
    /** Runs one statement. */
    sql: (statement: string) => onServer(url, statement),
    drop: () => onServer(serverUrl, `drop database ${name} with (force)`),
  };
}
