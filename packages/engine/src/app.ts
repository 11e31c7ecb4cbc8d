import type { Tracing } from '@presence/tracing';
import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { abTestingRoutes } from './api/ab-testing-routes.ts';
import { analysisRoutes } from './api/analysis-routes.ts';
import { authorizeRoutes } from './api/authorize-routes.ts';
import { boardRoutes } from './api/board-routes.ts';
import { collectionRoutes } from './api/collection-routes.ts';
import { companyRoutes } from './api/company-routes.ts';
import { createErrorHandler, unknownPath } from './api/error-handler.ts';
import { folderRoutes } from './api/folder-routes.ts';
import { instantRoutes } from './api/instant-routes.ts';
import { type LiteContext, liteRoutes } from './api/lite-routes.ts';
import { mediaRoutes } from './api/media-routes.ts';
import { metadataRoutes } from './api/metadata-routes.ts';
import type { EngineMetrics } from './api/metrics.ts';
import { personRoutes } from './api/person-routes.ts';
import { reportRoutes } from './api/report-routes.ts';
import { reportTemplateRoutes } from './api/report-template-routes.ts';
import { requestLog } from './api/request-log.ts';
import { type ServiceContext, serviceRoutes } from './api/service-routes.ts';
import { staticRoutes } from './api/static-routes.ts';
import { statisticsRoutes } from './api/statistics-routes.ts';
import { telemetryRoutes } from './api/telemetry-routes.ts';
import { traceRequests } from './api/trace-requests.ts';
import { type UserContext, userRoutes } from './api/user-routes.ts';
import { webhookRoutes } from './api/webhook-routes.ts';
import type { Authenticator } from './model/authenticator.ts';
import type { Previews, Thumbnails } from './model/previews.ts';

export interface AppContext extends UserContext, LiteContext {
  readonly authenticator: Authenticator;
  /** The queue's window, if the queue has one. */
  readonly board: RequestHandler | undefined;
  readonly metrics: EngineMetrics;
  readonly logger: Logger;
  readonly tracing: Tracing;
  readonly previews: Previews;
  readonly thumbnails: Thumbnails;
}

/** The Oz API of the engine: every route, in one place. */
export function createApp(context: AppContext): Express {
  const { blobs, frames, store, logger, tracing, previews, thumbnails } = context;
  const app = bareApp(context);
  app.use('/api', traceRequests(tracing));
  app.use(staticRoutes({ blobs, frames, folders: store.folders, media: store.media, previews, thumbnails }));
  const { board } = context;
  if (board) app.use(boardRoutes({ ...context, board }));
  app.use(liteRoutes(context));
  app.use('/api', (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  app.use('/api', authorizeRoutes(context));
  app.use('/api', instantRoutes(context));
  app.use('/api', folderRoutes(context));
  app.use('/api', mediaRoutes(context));
  app.use('/api', analysisRoutes(context));
  app.use('/api', collectionRoutes(context));
  app.use('/api', personRoutes(context));
  app.use('/api', metadataRoutes(context));
  app.use('/api', companyRoutes(context));
  app.use('/api', userRoutes(context));
  app.use('/api', webhookRoutes(context));
  app.use('/api', statisticsRoutes(context));
  app.use('/api', reportRoutes(context));
  app.use('/api', reportTemplateRoutes(context));
  app.use('/api', abTestingRoutes(context));
  app.use('/api', telemetryRoutes(context));
  return closed(app, logger);
}

/** What a worker answers: version, health and metrics. */
export function createWorkerApp(context: BareContext): Express {
  return closed(bareApp(context), context.logger);
}

type BareContext = ServiceContext & Pick<AppContext, 'logger'>;

function bareApp(context: BareContext): Express {
  const app = express();
  app.set('query parser', 'simple');
  app.use(requestLog(context.logger));
  app.use(context.metrics.countRequests);
  app.use(helmet());
  app.use(serviceRoutes(context));
  return app;
}

/** Ends the route table. */
function closed(app: Express, logger: Logger): Express {
  app.use(unknownPath);
  app.use(createErrorHandler(logger));
  return app;
}
