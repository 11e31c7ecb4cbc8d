import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite/vector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { freePort } from '../free-port.ts';

/** More than the engine's pool opens. */
const CONNECTIONS = 20;

export interface PgvectorServer {
  readonly url: string;
  /** Runs statements beside the engine, as whoever looks after the database does. */
  run(statements: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * PostgreSQL with pgvector, which Debian 12 does not package: PGlite is PostgreSQL's own code with the extension, compiled
 * to WebAssembly, and answers on a socket. All connections share one session.
 */
export async function startPgvector(): Promise<PgvectorServer> {
  const db = await PGlite.create({ extensions: { vector } });
  const port = await freePort();
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port, maxConnections: CONNECTIONS });
  await server.start();
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    async run(statements) {
      await db.exec(statements);
    },
    async stop() {
      await server.stop();
      await db.close();
    },
  };
}
