import { join } from 'node:path';
import { NO_TRACING, type Tracing } from '@presence/tracing';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { createHealthCheck } from './api/health.ts';
import { createLinks } from './api/links.ts';
import { createMetrics } from './api/metrics.ts';
import { createSecure } from './api/secured.ts';
import { createApp, createWorkerApp } from './app.ts';
import { createAccountAuthenticator } from './auth/account-authenticator.ts';
import { bootstrapAccounts, SERVICE_USER_ID } from './auth/bootstrap-accounts.ts';
import { hashPassword } from './auth/password.ts';
import { createSessionTokenSigner, newSessionKey } from './auth/session-token.ts';
import { createZipFrameReader } from './blobs/zip-frame-reader.ts';
import type { EngineConfig } from './config/engine-config.ts';
import { BIOMETRY } from './decide/biometry-threshold.data.ts';
import { matchConfidence } from './decide/compare-faces.ts';
import { GRACE_MS, httpServer, listen, stopServer } from './http-server.ts';
import { createMaintenance } from './maintenance/create-maintenance.ts';
import type { Analyser, AnalyserCard } from './model/analysis.ts';
import type { AnalysisObserver } from './model/analysis-queue.ts';
import type { Clock } from './model/clock.ts';
import type { Previews } from './model/previews.ts';
import { openQueue } from './open-queue.ts';
import { openStorage, type Storage } from './open-storage.ts';
import { openWebhooks } from './open-webhooks.ts';
import { createPreviews } from './preview/create-previews.ts';
import { createThumbnails } from './preview/create-thumbnails.ts';
import { frameTimes } from './unpack/frame-times.ts';
import { findVideoTools } from './unpack/video/video-tools.ts';
import type { Dispatcher } from './webhooks/dispatcher.ts';

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
/** Name of the key in the database. */
const SESSION_KEY = 'session-token-es384';
const MAX_ZIP_ENTRIES = 1_200;
/** How often at least it is looked for what Redis lost, or could not be begun or ended because the database was away. Ours, 2026-11-23. */
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
  const queueSizes = () => work.queue.sizes();
  const health = createHealthCheck({ ...storage, queueSizes, now });
  const metrics = createMetrics({ queueSizes, health });
  const accounts = config.role === 'worker' ? undefined : await openAccounts(config, storage, now);
  const watching = accounts && (await openWatching(config, storage, log));
  const { dispatcher, checkReceiver } = await openWebhooks({ config, store, metrics, log, now });
  const observer = announcing(metrics.observer, dispatcher);
  const work = await openQueue({ ...options, storage, observer, log, now });
  const { queue, analyser } = work;
  analyser.watch?.(metrics.inferred);
  const works = config.role !== 'api';
  const { retentionDays, waitMs, maintenanceMs: everyMs } = config;
  const times = { retentionDays, waitMs, everyMs };
  const maintenance = createMaintenance({ ...storage, ...times, queue, observer, removes: works, now, log });
  const parts = {
    ...storage,
    ...work,
    metrics,
    health,
    logger: log,
    now,
    observer,
    checkReceiver,
    messagesWait: () => dispatcher.wake(),
    maintain: () => works && maintenance.wake(),
  };
  const app =
    accounts && watching
      ? createApp({ ...parts, tracing, ...watching, ...apiParts(config, accounts, watching) })
      : createWorkerApp(parts);
  const server = httpServer(app, config);
  const recover = async () => queue.enqueue(await store.analyses.unfinished());
  let recovery: NodeJS.Timeout | undefined;
  const close = async () => {
    clearInterval(recovery);
    const stopped = stopServer(server);
    await Promise.all([queue.close(GRACE_MS), dispatcher.close(GRACE_MS), maintenance.close()]);
    await stopped;
    await watching?.previews.close();
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
        if (works) dispatcher.start();
        maintenance.start();
        recovery = every(Math.min(RECOVERY_MS, config.maintenanceMs), recover, log);
        return { port };
      } catch (error) {
        await close();
        throw error;
      }
    },
    close,
  };
}

async function openAccounts(config: EngineConfig, { store }: Storage, now: Clock) {
  const { dataDir, serviceToken, admin, sessions: lifetimes } = config;
  const { accounts, companies, folders } = store;
  const tokenFile = join(dataDir, 'service-token');
  const token = await bootstrapAccounts({
    accounts,
    companies,
    lifetimes,
    now,
    tokenFile,
    serviceToken,
    admin,
  });
  const key = lifetimes.key ?? (await store.agreement.secret(SESSION_KEY, newSessionKey));
  const where =
    lifetimes.key === undefined ? 'The key of session tokens in the database' : 'ENGINE_SESSION_KEY';
  const signer = createSessionTokenSigner(key, where, { now, lifetimeMs: lifetimes.captureMs });
  return {
    authenticator: createAccountAuthenticator({ accounts, folders, signer, lifetimes, now }),
    tokenFile: token === 'given' ? undefined : tokenFile,
  };
}

/** What people look at: single frames and films of shot sets. */
async function openWatching({ maxFileBytes }: EngineConfig, { store, blobs }: Storage, log: Logger) {
  const frames = createZipFrameReader({ maxEntries: MAX_ZIP_ENTRIES, maxFrameBytes: maxFileBytes });
  const ffmpeg = (await findVideoTools())?.ffmpeg;
  const previews = createPreviews({ blobs, frames, media: store.media, timesOf: frameTimes, ffmpeg, log });
  return { frames, previews, thumbnails: createThumbnails({ blobs, frames }) };
}

type Accounts = Awaited<ReturnType<typeof openAccounts>>;

/** Finished analyses have messages to be sent. */
function announcing(observer: AnalysisObserver, dispatcher: Dispatcher): AnalysisObserver {
  return {
    ...observer,
    finished(type, resolution, seconds) {
      observer.finished(type, resolution, seconds);
      dispatcher.wake();
    },
  };
}

function apiParts(
  config: EngineConfig,
  { authenticator }: Accounts,
  { previews }: { readonly previews: Previews },
) {
  const { maxFiles, maxFileBytes, analysisTimeoutMs, publicUrl } = config;
  return {
    authenticator,
    serviceUserId: SERVICE_USER_ID,
    hashPassword,
    links: createLinks(publicUrl, previews.absence),
    limits: { maxFiles, maxFileBytes },
    syncWaitMs: analysisTimeoutMs + SYNC_WAIT_MARGIN_MS,
    secure: createSecure(authenticator),
    matching: { confidence: matchConfidence, threshold: BIOMETRY.threshold },
  };
}

/** Does a thing again and again; a failure is logged and the next turn tries anew. */
function every(ms: number, work: () => Promise<void>, log: Logger): NodeJS.Timeout {
  const turn = () =>
    work().catch((err: unknown) => log.warn({ err }, 'unfinished analyses could not be looked up'));
  return setInterval(() => void turn(), ms).unref();
}
