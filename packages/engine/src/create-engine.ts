import { join } from 'node:path';
import { NO_TRACING, type Tracing } from '@presence/tracing';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { createHealthCheck } from './api/health.ts';
import { createLinks } from './api/links.ts';
import { createMetrics, type EngineMetrics } from './api/metrics.ts';
import { createSecure } from './api/secured.ts';
import { createApp, createWorkerApp } from './app.ts';
import { createAccountAuthenticator } from './auth/account-authenticator.ts';
import { bootstrapAccounts, SERVICE_USER_ID } from './auth/bootstrap-accounts.ts';
import { createSessionTokenSigner } from './auth/session-token.ts';
import { createZipFrameReader } from './blobs/zip-frame-reader.ts';
import type { EngineConfig } from './config/engine-config.ts';
import { GRACE_MS, httpServer, listen, stopServer } from './http-server.ts';
import type { Analyser, AnalyserCard } from './model/analysis.ts';
import type { Clock } from './model/clock.ts';
import { openQueue } from './open-queue.ts';
import { openStorage, type Storage } from './open-storage.ts';

export interface EngineOptions {
  readonly config: EngineConfig;
  /** Closed by the engine when it closes. For the role `api`, which leaves the work to others, its card is enough. */
  readonly analyser: Analyser | AnalyserCard;
  readonly logger: Logger;
  /** Closed by the engine when it closes; nothing is traced without. */
  readonly tracing?: Tracing;
  readonly now?: Clock;
}

export interface Engine {
  readonly app: Express;
  /** Where the service token can be read; undefined if the configuration gave it, or there is no API. */
  readonly tokenFile: string | undefined;
  /**
   * Listens and takes up unfinished analyses.
   * @throws EngineError `port_in_use`, `config_invalid`; the engine is closed then
   */
  start(): Promise<{ readonly port: number }>;
  /** Stops listening, lets running analyses finish or leaves them to the next start, closes everything. */
  close(): Promise<void>;
}

const SYNC_WAIT_MARGIN_MS = 5_000;
const MAX_ZIP_ENTRIES = 1_200;
/** How often a process that shares its work looks for what Redis lost. Ours, 2026-11-22. */
const RECOVERY_MS = 60_000;

/**
 * Wires store, blobs, queue, accounts, analyser and API into one engine. Nothing listens before `start()`.
 * @throws EngineError `data_in_use`, `storage_failed`, `config_invalid`
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const storage = await openStorage(options.config, options.logger);
  try {
    return await wire(options, storage);
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function wire(options: EngineOptions, storage: Storage): Promise<Engine> {
  const { config, logger: log } = options;
  const { store } = storage;
  const now = options.now ?? Date.now;
  const tracing = options.tracing ?? NO_TRACING;
  const queueStats = () => work.queue.stats();
  const health = createHealthCheck({ ...storage, queueStats, now });
  const metrics = createMetrics({ queueStats, health });
  const accounts = config.role === 'worker' ? undefined : await openAccounts(config, storage, now);
  const work = await openQueue({ ...options, storage, observer: metrics.observer, log, now });
  const { queue, analyser } = work;
  analyser.watch?.(metrics.inferred);
  const parts = { ...storage, ...work, metrics, health, logger: log, now };
  const app = accounts
    ? createApp({ ...parts, tracing, ...apiParts(config, metrics, accounts) })
    : createWorkerApp(parts);
  const server = httpServer(app, config);
  const recover = async () => queue.enqueue(await store.analyses.unfinished());
  let recovery: NodeJS.Timeout | undefined;
  const close = async () => {
    clearInterval(recovery);
    const stopped = stopServer(server);
    await queue.close(GRACE_MS);
    await stopped;
    await analyser.close();
    await tracing.close();
    await storage.close();
  };
  return {
    app,
    tokenFile: accounts?.tokenFile,
    async start() {
      try {
        const port = await listen(server, config);
        await recover();
        if (config.redis) recovery = every(RECOVERY_MS, recover, log);
        return { port };
      } catch (error) {
        await close();
        throw error;
      }
    },
    close,
  };
}

async function openAccounts(config: EngineConfig, { store: { accounts } }: Storage, now: Clock) {
  const { dataDir, serviceToken, admin } = config;
  const tokenFile = join(dataDir, 'service-token');
  const token = await bootstrapAccounts({ accounts, now, tokenFile, serviceToken, admin });
  const keyFile = join(dataDir, 'engine', 'keys', 'session-token-es384.pem');
  const signer = await createSessionTokenSigner(keyFile, now);
  return {
    authenticator: createAccountAuthenticator({ accounts, signer, now }),
    tokenFile: token === 'given' ? undefined : tokenFile,
  };
}

type Accounts = Awaited<ReturnType<typeof openAccounts>>;

function apiParts(config: EngineConfig, { observer }: EngineMetrics, { authenticator }: Accounts) {
  const { maxFiles, maxFileBytes, analysisTimeoutMs, publicUrl } = config;
  return {
    authenticator,
    serviceUserId: SERVICE_USER_ID,
    observer,
    frames: createZipFrameReader({ maxEntries: MAX_ZIP_ENTRIES, maxFrameBytes: maxFileBytes }),
    links: createLinks(publicUrl),
    limits: { maxFiles, maxFileBytes },
    syncWaitMs: analysisTimeoutMs + SYNC_WAIT_MARGIN_MS,
    secure: createSecure(authenticator),
  };
}

/** Does a thing again and again; a failure is logged and the next turn tries anew. */
function every(ms: number, work: () => Promise<void>, log: Logger): NodeJS.Timeout {
  const turn = () =>
    work().catch((err: unknown) => log.warn({ err }, 'unfinished analyses could not be looked up'));
  return setInterval(() => void turn(), ms).unref();
}
