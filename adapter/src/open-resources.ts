import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { openTracing, type TracingConfig } from '@presence/tracing';
import type { Logger as PinoLogger } from 'pino';
import { connectBackend } from './connect-backend.ts';
import { createRecentErrors } from './debug/recent-errors.ts';
import { DeliveryQueue } from './forward/delivery-queue.ts';
import type { Fetch } from './forward/oz-call.ts';
import { noticeClaims } from './licence/notice-claims.ts';
import { usageFile } from './licence/usage-file.ts';
import type { AdapterConfig } from './model/adapter-config.ts';
import { BufferPool } from './model/buffer-pool.ts';
import type { Clock } from './model/clock.ts';
import type { RecentErrors } from './model/recent-errors.ts';
import type { Session } from './model/session.ts';
import { type PrometheusMetrics, prometheusMetrics } from './monitoring/metrics.ts';
import { openSessionStorage } from './sessions/open-session-storage.ts';
import { requireRoom } from './sessions/require-room.ts';
import { SessionGuard } from './sessions/session-guard.ts';
import { loadSessionSecret } from './sessions/session-secret.ts';
import { SessionTokens } from './sessions/session-token.ts';

/** Bytes of a capture written, read or sent on at a time, about five frames; larger ones save nothing more. So many such
 * buffers are kept, 8 MiB. Ours, 2026-11-22. */
const BUFFER_BYTES = 256 * 1024;
const BUFFERS_KEPT = 32;

export interface ResourceInput {
  readonly logger: PinoLogger;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly version: string;
  /** Told once of every capture the backend finished. */
  readonly onFinished: (session: Session) => Promise<void>;
}

export type Resources = Awaited<ReturnType<typeof openResources>>;

/** What lives as long as the process and outlives a change of the configuration. Nothing is delivered yet. */
export async function openResources(config: AdapterConfig, input: ResourceInput) {
  const { logger, clock } = input;
  const folder = join(config.data_dir, 'adapter');
  const { store, rateCounter } = await openSessionStorage(config, folder, input);
  const tokens = new SessionTokens(await loadSessionSecret(folder), clock);
  const metrics = prometheusMetrics();
  const spoolPath = (id: string) => store.spoolPath(id);
  const tracing = await openTracing(tracingConfig(config), {
    version: input.version,
    onFailure: (error) => logger.warn({ err: error }, 'traces could not be sent to otel_endpoint'),
  });
  const buffers = new BufferPool(BUFFER_BYTES, BUFFERS_KEPT);
  const recentErrors = createRecentErrors();
  const backend = connectBackend(config, { ...input, metrics, tracing });
  return {
    ...input,
    folder,
    /** Rejects while nothing can be written, or there is no room for another capture. */
    disk: () => access(folder, constants.W_OK).then(() => requireRoom(folder)),
    store,
    tokens,
    guard: new SessionGuard(store, tokens),
    metrics,
    tracing,
    buffers,
    recentErrors: countedErrors(recentErrors, metrics),
    rateCounter,
    usage: usageFile(folder),
    claims: noticeClaims(folder),
    queue: new DeliveryQueue({
      config,
      ...backend,
      clock,
      spoolPath,
      buffers,
      store,
      metrics,
      logger,
      recentErrors,
      tracing,
      onFinished: input.onFinished,
    }),
    closing: new AbortController(),
  };
}

function tracingConfig(config: AdapterConfig): TracingConfig {
  return {
    endpoint: config.otel_endpoint,
    headers: config.otel_headers,
    serviceName: config.otel_service_name,
    ratio: config.otel_traces_ratio,
  };
}

/** Counts the errors that were answered. */
function countedErrors(kept: RecentErrors, metrics: PrometheusMetrics): RecentErrors {
  return {
    record: (error) => {
      metrics.error(error.code);
      kept.record(error);
    },
    list: () => kept.list(),
  };
}
