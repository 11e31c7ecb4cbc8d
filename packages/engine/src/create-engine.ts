import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { createLinks } from './api/links.ts';
import { createMetrics } from './api/metrics.ts';
import { createSecure } from './api/secured.ts';
import { createApp } from './app.ts';
import { createAccountAuthenticator } from './auth/account-authenticator.ts';
import { bootstrapAccounts } from './auth/bootstrap-accounts.ts';
import { createSessionTokenSigner } from './auth/session-token.ts';
import { openDiskBlobStore } from './blobs/disk-blob-store.ts';
import { createZipFrameReader } from './blobs/zip-frame-reader.ts';
import type { EngineConfig } from './config/engine-config.ts';
import { createResidentGallery } from './gallery/resident-gallery.ts';
import type { Analyser } from './model/analysis.ts';
import type { AnalysisQueue } from './model/analysis-queue.ts';
import type { BlobStore } from './model/blob-store.ts';
import type { Clock } from './model/clock.ts';
import { EngineError } from './model/engine-error.ts';
import type { Store } from './model/store.ts';
import { createAnalysisHandler } from './queue/analysis-handler.ts';
import { InProcessQueue } from './queue/in-process-queue.ts';
import { type InstanceLock, lockInstance } from './store/instance-lock.ts';
import { openPostgresStore } from './store/postgres-store.ts';
import { openSqliteStore } from './store/sqlite-store.ts';

export interface EngineOptions {
  readonly config: EngineConfig;
  /** Closed by the engine when it closes. */
  readonly analyser: Analyser;
  readonly logger: Logger;
  readonly now?: Clock;
}

export interface Engine {
  readonly app: Express;
  /** Where the service token can be read; undefined if the configuration gave it. */
  readonly tokenFile: string | undefined;
  /**
   * Listens and takes up unfinished analyses.
   * @throws EngineError `port_in_use`, `config_invalid`; the engine is closed then
   */
  start(): Promise<{ readonly port: number }>;
  /** Stops listening, lets running analyses finish or leaves them to the next start, closes everything. */
  close(): Promise<void>;
}

/** Attempts, waits and bounds of the work. Ours, 2026-11-22. */
const MAX_ATTEMPTS = 3;
/** A hundred kills within twelve minutes ended two of 99 analyses three times in a row; ten times is no accident. */
const MAX_STARTS = 10;
const RETRY_DELAY_MS = 2_000;
const MAX_WAITING_TASKS = 64;
const SYNC_WAIT_MARGIN_MS = 5_000;
/** An orchestrator usually kills after 10 s. */
const GRACE_MS = 5_000;
const IDLE_SWEEP_MS = 50;
const MAX_ZIP_ENTRIES = 1_200;

/**
 * Wires store, blobs, queue, accounts, analyser and API into one engine. Nothing listens before `start()`.
 * @throws EngineError `data_in_use`, `storage_failed`, `config_invalid`
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const base = join(options.config.dataDir, 'engine');
  const lock = await lockInstance(base);
  try {
    return await wire(options, base, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function wire(options: EngineOptions, base: string, lock: InstanceLock): Promise<Engine> {
  const { config, analyser, logger } = options;
  const now = options.now ?? Date.now;
  const store = await openStore(config, base, logger);
  const blobs = await openDiskBlobStore(join(base, 'blobs'));
  await removeOrphans(store, blobs);
  const tokenFile = join(config.dataDir, 'service-token');
  const { serviceToken, admin } = config;
  const tokenState = await bootstrapAccounts({
    accounts: store.accounts,
    now,
    tokenFile,
    serviceToken,
    admin,
  });
  const signer = await createSessionTokenSigner(join(base, 'keys', 'session-token-es384.pem'), now);
  const authenticator = createAccountAuthenticator({ accounts: store.accounts, signer, now });
  const metrics = createMetrics(() => queue.stats());
  const handle = createAnalysisHandler({
    store,
    blobs,
    analyser,
    gallery: createResidentGallery(store.collections),
    now,
    observer: metrics.observer,
    log: logger,
    timeoutMs: config.analysisTimeoutMs,
    maxAttempts: MAX_ATTEMPTS,
    maxStarts: MAX_STARTS,
    retryDelayMs: RETRY_DELAY_MS,
  });
  const queue: AnalysisQueue = new InProcessQueue({
    concurrency: config.threads,
    maxWaitingTasks: MAX_WAITING_TASKS,
    handle,
    log: logger,
  });
  const app = createApp({
    store,
    blobs,
    queue,
    analyser,
    authenticator,
    metrics,
    logger,
    now,
    frames: createZipFrameReader({ maxEntries: MAX_ZIP_ENTRIES, maxFrameBytes: config.maxFileBytes }),
    observer: metrics.observer,
    links: createLinks(config.publicUrl),
    limits: { maxFiles: config.maxFiles, maxFileBytes: config.maxFileBytes },
    syncWaitMs: config.analysisTimeoutMs + SYNC_WAIT_MARGIN_MS,
    secure: createSecure(authenticator),
  });
  const server = createServer(app);
  const close = async () => {
    const stopped = stopServer(server);
    await queue.close(GRACE_MS);
    await stopped;
    await analyser.close();
    await store.close();
    lock.release();
  };
  return {
    app,
    tokenFile: tokenState === 'given' ? undefined : tokenFile,
    async start() {
      try {
        const port = await listen(server, config);
        await queue.enqueue(await store.analyses.unfinished());
        return { port };
      } catch (error) {
        await close();
        throw error;
      }
    },
    close,
  };
}

function openStore({ databaseUrl: url }: EngineConfig, base: string, log: Logger): Promise<Store> {
  return url === undefined
    ? openSqliteStore(join(base, 'engine.db'))
    : openPostgresStore({ url, shared: false, log });
}

/** Bytes of folders and collections the store does not know: a process was killed between the two. */
async function removeOrphans(store: Store, blobs: BlobStore): Promise<void> {
  for (const id of await blobs.folderIds())
    if (!(await store.folders.get(id)) && !(await store.collections.get(id))) await blobs.removeFolder(id);
}

function listen(server: Server, { host, port }: EngineConfig): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = `Port ${port} on ${host} is in use. Stop what uses it, or set ENGINE_PORT to another port.`;
      const refused = `Cannot listen on ${host}:${port} (${cause.code}). Check ENGINE_HOST and ENGINE_PORT.`;
      reject(
        cause.code === 'EADDRINUSE'
          ? new EngineError('port_in_use', taken, { cause })
          : new EngineError('config_invalid', refused, { cause }),
      );
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Takes no new connections, lets requests under way finish within the grace, then cuts them. */
function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
    const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(cut);
      resolve();
    });
  });
}
