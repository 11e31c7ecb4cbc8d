import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import { analysisRoutes } from './api/analysis-routes.ts';
import type { ApiContext } from './api/api-context.ts';
import { authorizeRoutes } from './api/authorize-routes.ts';
import { collectionRoutes } from './api/collection-routes.ts';
import { createErrorHandler, unknownPath } from './api/error-handler.ts';
import { folderRoutes } from './api/folder-routes.ts';
import { instantRoutes } from './api/instant-routes.ts';
import { mediaRoutes } from './api/media-routes.ts';
import { metadataRoutes } from './api/metadata-routes.ts';
import type { EngineMetrics } from './api/metrics.ts';
import { personRoutes } from './api/person-routes.ts';
import { requestLog } from './api/request-log.ts';
import { serviceRoutes } from './api/service-routes.ts';
import { staticRoutes } from './api/static-routes.ts';
import type { Authenticator } from './model/authenticator.ts';

export interface AppContext extends ApiContext {
  readonly authenticator: Authenticator;
  readonly metrics: EngineMetrics;
  readonly logger: Logger;
}

/** The Oz API of the engine: every route, in one place. */
export function createApp(context: AppContext): Express {
  const { blobs, frames, store, metrics, logger } = context;
  const app = express();
  app.set('query parser', 'simple');
  app.use(requestLog(logger));
  app.use(metrics.countRequests);
  app.use(helmet());
  app.use(serviceRoutes(context));
  app.use(staticRoutes({ blobs, frames, media: store.media }));
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
  app.use(unknownPath);
  app.use(createErrorHandler(logger));
  return app;
}
