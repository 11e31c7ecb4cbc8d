import { join } from 'node:path';
import type { Logger as PinoLogger } from 'pino';
import { describeConfig } from './config/describe-config.ts';
import type { LoadedConfig } from './config/load-config.ts';
import { captureOriginGuard, cors, originListed } from './cors/cors.ts';
import { debugRoutes } from './debug/debug-routes.ts';
import { createBackendProbe } from './debug/probe-backend.ts';
import { createRecentErrors } from './debug/recent-errors.ts';
import { DeliveryQueue } from './forward/delivery-queue.ts';
import { type Fetch, OzCaller } from './forward/oz-call.ts';
import { OzClient } from './forward/oz-client.ts';
import { fixedToken, tokenSource } from './forward/token-source.ts';
import { errorHandler } from './http/error-handler.ts';
import { requestRoute } from './intake/request-route.ts';
import { createLicenceKeeper } from './licence/licence-keeper.ts';
import { licenceGuard, licenceRoute } from './licence/licence-routes.ts';
import type { AdapterConfig } from './model/adapter-config.ts';
import type { Clock } from './model/clock.ts';
import type { RecentErrors } from './model/recent-errors.ts';
import { healthRoute, readyRoute } from './monitoring/health-routes.ts';
import { type PrometheusMetrics, prometheusMetrics } from './monitoring/metrics.ts';
import { openapiRoute } from './monitoring/openapi-document.ts';
import { logRequests } from './monitoring/request-log.ts';
import { observeRequests } from './monitoring/request-observer.ts';
import { clientConfig, configRoute } from './plugin/client-config.ts';
import { openPluginBuild } from './plugin/plugin-build.ts';
import { demoRoute, loaderRoute, pluginFilesRoute } from './plugin/plugin-routes.ts';
import { StaticFolder } from './plugin/static-folder.ts';
import { bestShotRoute } from './results/best-shot-route.ts';
import { resultRoute } from './results/result-route.ts';
import { FileSessionStore } from './sessions/file-session-store.ts';
import { initRoute } from './sessions/init-route.ts';
import { startDeletingOldSessions } from './sessions/old-sessions.ts';
import { rateLimit } from './sessions/rate-limit.ts';
import { SessionGuard } from './sessions/session-guard.ts';
import { loadSessionSecret } from './sessions/session-secret.ts';
import { SessionTokens } from './sessions/session-token.ts';
import { telemetryRoute } from './telemetry/telemetry-route.ts';

export interface ComposeInput {
  readonly loaded: LoadedConfig;
  readonly logger: PinoLogger;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly version: string;
}

export type AdapterParts = Awaited<ReturnType<typeof compose>>;

/** Makes every stage and joins them. Nothing listens and nothing is delivered yet. */
export async function compose(input: ComposeInput) {
  const { loaded, logger, clock, version } = input;
  const { config } = loaded;
  const plugin = await openPluginBuild(config.plugin_dir);
  const demo = await StaticFolder.open(config.demo_dir).catch(() => undefined);
  const folder = join(config.data_dir, 'adapter');
  const store = await FileSessionStore.open(folder);
  const tokens = new SessionTokens(await loadSessionSecret(folder), clock);
  const guard = new SessionGuard(store, tokens);
  const licence = await createLicenceKeeper({ config, logger, clock });
  const metrics = prometheusMetrics(() => licence.status());
  const recentErrors = countedErrors(metrics);
  const probe = createBackendProbe({ apiUrl: config.api_url });
  const { client, apiTokens } = backendOf(input, metrics);
  const spoolPath = (id: string) => store.spoolPath(id);
  const queue = new DeliveryQueue({
    config,
    client,
    tokens: apiTokens,
    clock,
    spoolPath,
    store,
    metrics,
    logger,
  });
  const closing = new AbortController();

  const routes = {
    loader: loaderRoute(plugin, config.preinit),
    pluginFiles: pluginFilesRoute(plugin),
    demo: demoRoute(demo),
    config: configRoute(clientConfig(config, plugin.assets, version)),
    init: initRoute({ config, store, tokens, metrics, clock, logger }),
    request: requestRoute({
      store,
      metrics,
      clock,
      logger,
      photoSources: config.photo_source,
      onAccepted: (id) => queue.add(id),
    }),
    result: resultRoute({ config, store, clock, closing: closing.signal }),
    bestShot: bestShotRoute(config.result_mode, ({ id, clientToken }, link, signal) => {
      const source = clientToken === null ? apiTokens : fixedToken(clientToken);
      return client.openFile({ eventSessionId: id, tokens: source, signal }, link);
    }),
    telemetry: telemetryRoute({
      authenticate: (token, response) => guard.authenticate(token, response, 'read'),
      metrics,
      logger,
    }),
    debug: debugRoutes({
      rows: describeConfig(loaded),
      warnings: loaded.warnings,
      apiUrl: config.api_url,
      gate: licence,
      corsAllows: (origin) => originListed(config, origin),
      probeBackend: probe,
      recentErrors,
      versions: { adapter: version, node: process.version },
    }),
    licence: licenceRoute(licence),
    health: healthRoute,
    ready: readyRoute({ licence, probe, dataDir: folder }),
    metrics: metrics.route,
    openapi: openapiRoute(version),
  };
  const middleware = {
    logRequests: logRequests(logger),
    observeRequests: observeRequests(metrics),
    cors: cors(config),
    requireOrigin: captureOriginGuard(),
    requireLicence: licenceGuard(licence),
    limitRate: rateLimit(config.rate_limit_per_minute, clock),
    requireUploadToken: guard.require('upload'),
    requireReadToken: guard.require('read'),
    handleErrors: errorHandler({ logger, clock, recentErrors }),
  };
  return { config, middleware, routes, queue, closing, licence, sweep: () => sweepOld(config, input, store) };
}

function backendOf({ loaded: { config }, clock, fetch }: ComposeInput, metrics: PrometheusMetrics) {
  const caller = new OzCaller({ apiUrl: config.api_url, fetch, metrics, clock });
  const client = new OzClient(caller, {
    callMs: config.backend_timeout_ms,
    analysisMs: config.analysis_timeout_ms,
  });
  const timeoutMs = config.backend_timeout_ms;
  const apiTokens = tokenSource(
    config,
    (path, json, headers, signal) =>
      caller.json({ name: 'authorize', method: 'POST', path, json, headers, timeoutMs, signal }),
    clock,
  );
  return { client, apiTokens };
}

function countedErrors(metrics: PrometheusMetrics): RecentErrors {
  const kept = createRecentErrors();
  return {
    record: (error) => {
      metrics.error(error.code);
      kept.record(error);
    },
    list: () => kept.list(),
  };
}

/** Starts the deletion of old sessions if it is configured; the answer stops it. */
function sweepOld(
  config: AdapterConfig,
  { clock, logger }: ComposeInput,
  store: FileSessionStore,
): () => void {
  if (!config.delete_old_sessions) return () => {};
  const offsetMinutes = config.delete_old_sessions_offset_minutes;
  return startDeletingOldSessions({ store, clock, logger, offsetMinutes });
}
