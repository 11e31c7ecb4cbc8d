import express, { type Router } from 'express';
import type { Analyser } from '../model/analysis.ts';
import type { AnalysisQueue } from '../model/analysis-queue.ts';
import type { BlobStore } from '../model/blob-store.ts';
import type { Store } from '../model/store.ts';
import { ENGINE_VERSION } from '../model/version.data.ts';
import { endpoint } from './endpoint.ts';
import type { EngineMetrics } from './metrics.ts';

export interface ServiceContext {
  readonly store: Pick<Store, 'ping'>;
  readonly blobs: Pick<BlobStore, 'ping'>;
  readonly queue: Pick<AnalysisQueue, 'stats'>;
  readonly analyser: Analyser;
  readonly metrics: EngineMetrics;
}

/** `/api/version` (cheap probe), `/api/healthcheck` (looks at database and disk), `/metrics`. None needs a token. */
export function serviceRoutes(context: ServiceContext): Router {
  const { store, blobs, queue, analyser, metrics } = context;
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
      const [database, media] = await Promise.all([probe(store.ping()), probe(blobs.ping())]);
      const healthy = database === 'ok' && media === 'ok';
      res.status(healthy ? 200 : 503).json({
        status: healthy ? 'ok' : 'failed',
        checks: { database, media_storage: media },
        queue: await queue.stats(),
      });
    },
  });
  endpoint(router, '/metrics', {
    get: async (_req, res) => {
      res.type(metrics.contentType).send(await metrics.render());
    },
  });
  return router;
}

async function probe(work: Promise<void>): Promise<'ok' | 'failed'> {
  try {
    await work;
    return 'ok';
  } catch {
    return 'failed';
  }
}
