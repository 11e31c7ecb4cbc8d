import { readTraceparent } from '@presence/protocol';
import { describeConfig } from './config/describe-config.ts';
import type { LoadedConfig } from './config/load-config.ts';
import { connectBackend } from './connect-backend.ts';
import { captureOriginGuard, cors, originListed } from './cors/cors.ts';
import { debugRoutes } from './debug/debug-routes.ts';
import { createBackendProbe } from './debug/probe-backend.ts';
import { fixedToken } from './forward/token-source.ts';
import { errorHandler } from './http/error-handler.ts';
import { statusOf } from './http/status-of.ts';
import { requestRoute } from './intake/request-route.ts';
import { countedAnalyses } from './licence/counted-analyses.ts';
import { createLicenceKeeper } from './licence/licence-keeper.ts';
import { licenceNotifier } from './licence/licence-notifier.ts';
import { licenceGuard, licenceRoute } from './licence/licence-routes.ts';
import { noticeChannels } from './licence/notice-channels.ts';
import type { AdapterConfig } from './model/adapter-config.ts';
import type { ConfigState } from './model/config-state.ts';
import type { LicenceStatus } from './model/licence-gate.ts';
import type { AddPoints } from './model/monitoring-point.ts';
import { readResultCodes } from './model/result-codes.ts';
import type { Session } from './model/session.ts';
import { healthRoute, readyRoute } from './monitoring/health-routes.ts';
import { openMonitoring } from './monitoring/monitoring.ts';
import { licensingPoint, usagePoint } from './monitoring/monitoring-points.ts';
import { openapiRoute } from './monitoring/openapi-document.ts';
import { logRequests } from './monitoring/request-log.ts';
import { observeRequests } from './monitoring/request-observer.ts';
import { traceRequests } from './monitoring/trace-requests.ts';
import type { Resources } from './open-resources.ts';
import { clientConfig, configRoute } from './plugin/client-config.ts';
import { openPluginBuild } from './plugin/plugin-build.ts';
import { demoRoute, loaderRoute, pluginFilesRoute } from './plugin/plugin-routes.ts';
import { StaticFolder } from './plugin/static-folder.ts';
import { bestShotRoute } from './results/best-shot-route.ts';
import { resultRoute } from './results/result-route.ts';
import { initRoute } from './sessions/init-route.ts';
import { startDeletingOldSessions } from './sessions/old-sessions.ts';
import { rateLimit } from './sessions/rate-limit.ts';
import { telemetryRoute } from './telemetry/telemetry-route.ts';

export interface ComposeInput {
  readonly loaded: LoadedConfig;
  readonly resources: Resources;
  /** Whether a later configuration was refused. */
  readonly configState: () => ConfigState;
}

export type AdapterParts = Awaited<ReturnType<typeof compose>>;

/** Makes every stage for one configuration and joins them. Rejects if the configuration cannot be used after all. */
export async function compose(input: ComposeInput) {
  const { loaded, resources } = input;
  const { config } = loaded;
  const { logger, clock, store, tokens, metrics, guard, version } = resources;
  const plugin = await openPluginBuild(config.plugin_dir);
  const demo = await StaticFolder.open(config.demo_dir).catch(() => undefined);
  const monitoring = await openMonitoring(config, process.cwd(), logger);
  const licence = await watchLicence(config, resources, monitoring.add);
  const probe = createBackendProbe({ apiUrl: config.api_url });
  const backend = connectBackend(config, resources);
  const { annotations } = readResultCodes(config.result_codes);

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
      tracing: resources.tracing,
      architecture: config.architecture,
      accepted: { photoSources: config.photo_source, videoFormat: config.video_file_format },
      buffers: resources.buffers,
      stallMs: config.upload_stall_seconds * 1000,
      onAccepted: (id) => resources.queue.add(id, true),
    }),
    result: resultRoute({ config, annotations, store, clock, closing: resources.closing.signal }),
    bestShot: bestShotRoute(config.result_mode, ({ id, clientToken, traceparent }, link, signal) => {
      const source = clientToken === null ? backend.tokens : fixedToken(clientToken);
      const trace = readTraceparent(traceparent);
      return backend.client.openFile({ eventSessionId: id, tokens: source, signal, trace }, link);
    }),
    telemetry: telemetryRoute({
      authenticate: (token, response) => guard.authenticate(token, response, 'read'),
      rateCounter: resources.rateCounter,
      metrics,
      logger,
    }),
    debug: debugRoutes({
      rows: describeConfig(loaded),
      warnings: loaded.warnings,
      configState: input.configState,
      apiUrl: config.api_url,
      gate: licence,
      corsAllows: (origin) => originListed(config, origin),
      probeBackend: probe,
      recentErrors: resources.recentErrors,
      versions: { adapter: version, node: process.version },
    }),
    licence: licenceRoute(licence),
    health: healthRoute,
    ready: readyRoute({ licence, probe, disk: resources.disk, store }),
    metrics: metrics.route({ licence: () => licence.status(), store }),
    openapi: openapiRoute({ version, statusOf }),
  };
  const middleware = {
    logRequests: logRequests(logger),
    observeRequests: observeRequests(metrics, monitoring.add),
    traceRequests: traceRequests(resources.tracing),
    cors: cors(config),
    requireOrigin: captureOriginGuard(),
    requireLicence: licenceGuard(licence, (status) =>
      monitoring.add([licensingPoint(status, 'balance', clock.now())]),
    ),
    limitRate: rateLimit(
      { address: config.rate_limit_per_minute, origin: config.rate_limit_origin_per_minute },
      resources.rateCounter,
    ),
    requireUploadToken: guard.require('upload'),
    requireReadToken: guard.require('read'),
    handleErrors: errorHandler({ logger, clock, recentErrors: resources.recentErrors, annotations }),
  };
  return {
    config,
    middleware,
    routes,
    backend,
    sweep: () => sweepOld(config, resources),
    /** What a finished capture counts for. */
    onFinished: async (session: Session) => {
      monitoring.add([usagePoint(session, clock.now())]);
      await countAnalyses(session, licence.status(), resources);
    },
    close: () => {
      licence.close();
      return monitoring.close();
    },
  };
}

/** The licence, what is used of it, and whoever wants to hear of it. */
function watchLicence(config: AdapterConfig, resources: Resources, addPoints: AddPoints) {
  const { logger, clock, claims, usage } = resources;
  const channels = noticeChannels(config, fetch);
  const notify = licenceNotifier({ channels, claims, clock, logger });
  return createLicenceKeeper({
    config,
    logger,
    clock,
    counter: usage,
    onStatus: (status, when) => {
      if (when === 'routine') addPoints([licensingPoint(status, 'period', clock.now())]);
      void notify(status);
    },
  });
}

/** A failure is logged, not thrown: the capture is finished whatever becomes of the count. */
async function countAnalyses(session: Session, status: LicenceStatus, resources: Resources): Promise<void> {
  const facts = status.kind === 'loading' ? undefined : status.facts;
  if (facts === undefined) return;
  await resources.usage
    .addAnalyses(facts.licenceId, countedAnalyses(session))
    .catch((error: unknown) => resources.logger.error({ err: error }, 'an analysis could not be counted'));
}

/** Starts the deletion of old sessions if it is configured; the answer stops it. */
function sweepOld(config: AdapterConfig, { clock, logger, store }: Resources): () => void {
  if (!config.delete_old_sessions) return () => {};
  const offsetMinutes = config.delete_old_sessions_offset_minutes;
  return startDeletingOldSessions({ store, clock, logger, offsetMinutes });
}
