import express, { type Router } from 'express';
import type { AnalyserCard } from '../model/analysis.ts';
import { ENGINE_VERSION } from '../model/version.data.ts';
import { endpoint } from './endpoint.ts';
import type { Health } from './health.ts';
import type { EngineMetrics } from './metrics.ts';

export interface ServiceContext {
  readonly health: () => Promise<Health>;
  readonly analyser: AnalyserCard;
  readonly metrics: EngineMetrics;
}

/** `/api/version` (cheap probe), `/api/healthcheck` (looks at database, media and queue, at most every two seconds), `/metrics`. None needs a token. */
export function serviceRoutes(context: ServiceContext): Router {
  const { analyser, metrics, health } = context;
  const router = express.Router();
  endpoint(router, '/api/version', {
    get: (_req, res) => {
      const models = Object.entries(analyser.describe()).map(([name, version]) => ({ name, version }));
      const { supportedTypes: analyses, readsVideos: videos } = analyser;
      res.json({ core: ENGINE_VERSION, analyses, videos, models });
    },
  });
  endpoint(router, '/api/healthcheck', {
    get: async (_req, res) => {
      const { checks, queue } = await health();
      const healthy = Object.values(checks).every((state) => state === 'ok');
      res.status(healthy ? 200 : 503).json({ status: healthy ? 'ok' : 'failed', checks, queue });
    },
  });
  endpoint(router, '/metrics', {
    get: async (_req, res) => {
      res.type(metrics.contentType).send(await metrics.render());
    },
  });
  return router;
}
