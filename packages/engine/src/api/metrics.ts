import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AnalysisType } from '../model/analysis.ts';
import type { AnalysisObserver, QueueSizes } from '../model/analysis-queue.ts';
import type { FinalResolution } from '../model/records.ts';
import type { DeliveryOutcome } from '../model/webhooks.ts';
import type { Health } from './health.ts';

/** Seconds. The alert limits of the operations guide (p90 < 20 s, p95 <= 8 s) are among the bounds. */
const ANALYSIS_BUCKETS = [0.25, 0.5, 1, 2, 4, 8, 20, 60, 120];
const INFERENCE_BUCKETS = [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64];
const REQUEST_BUCKETS = [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 15, 60];

const TYPES: readonly AnalysisType[] = ['QUALITY', 'BIOMETRY', 'COLLECTION', 'DOCUMENTS'];
const RESOLUTIONS: readonly FinalResolution[] = ['SUCCESS', 'OPERATOR_REQUIRED', 'DECLINED', 'FAILED'];
const MESSAGE_OUTCOMES: readonly DeliveryOutcome['kind'][] = ['delivered', 'retry', 'failed'];

export interface EngineMetrics {
  readonly contentType: string;
  readonly observer: AnalysisObserver;
  readonly countRequests: RequestHandler;
  /** One frame went through one step of inference. */
  inferred(step: string, seconds: number): void;
  /** An attempt to deliver a message to a webhook ended. */
  messaged(outcome: string): void;
  render(): Promise<string>;
}

export interface MetricsSources {
  readonly queueSizes: () => Promise<QueueSizes>;
  readonly health: () => Promise<Health>;
}

/** Prometheus series in a registry of their own, so that two engines in one process do not mix. */
export function createMetrics({ queueSizes, health }: MetricsSources): EngineMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const received = new Counter({
    name: 'presence_engine_analyses_received_total',
    help: 'Analyses accepted, by type',
    labelNames: ['type'],
    registers,
  });
  const finished = new Counter({
    name: 'presence_engine_analyses_finished_total',
    help: 'Analyses with a final resolution, by type and resolution',
    labelNames: ['type', 'resolution'],
    registers,
  });
  const retried = new Counter({
    name: 'presence_engine_analyses_retried_total',
    help: 'Attempts that ended without a result and are tried again',
    labelNames: ['type'],
    registers,
  });
  const duration = new Histogram({
    name: 'presence_engine_analysis_seconds',
    help: 'Time from acceptance to result',
    labelNames: ['type'],
    buckets: ANALYSIS_BUCKETS,
    registers,
  });
  new Gauge({
    name: 'presence_engine_queue_size',
    help: 'Analyses waiting or running, by queue',
    labelNames: ['queue', 'state'],
    registers,
    async collect() {
      const sizes = await queueSizes().catch(() => undefined);
      this.reset();
      if (sizes === undefined) return; // No series says that nobody knows.
      for (const [queue, { waiting, running }] of Object.entries(sizes)) {
        this.set({ queue, state: 'waiting' }, waiting);
        this.set({ queue, state: 'running' }, running);
      }
    },
  });
  const inference = new Histogram({
    name: 'presence_engine_inference_seconds',
    help: 'One frame in an inference thread, by step (locate: faces and landmarks; inspect: the models on the face)',
    labelNames: ['step'],
    buckets: INFERENCE_BUCKETS,
    registers,
  });
  const messages = new Counter({
    name: 'presence_engine_webhook_attempts_total',
    help: 'Attempts to deliver a message to a webhook, by outcome (delivered, retry, failed)',
    labelNames: ['outcome'],
    registers,
  });
  beginAtZero([received, retried], finished, messages);
  new Gauge({
    name: 'presence_engine_up',
    help: '1 while it answers: database, media_storage, queue',
    labelNames: ['component'],
    registers,
    async collect() {
      for (const [component, state] of Object.entries((await health()).checks))
        this.set({ component }, state === 'ok' ? 1 : 0);
    },
  });
  return {
    contentType: registry.contentType,
    observer: {
      received: (type) => received.inc({ type }),
      finished(type, resolution, seconds) {
        finished.inc({ type, resolution });
        duration.observe({ type }, seconds);
      },
      retried: (type) => retried.inc({ type }),
    },
    countRequests: requestCounter(registry),
    messaged: (outcome) => messages.inc({ outcome }),
    inferred: (step, seconds) => inference.observe({ step }, seconds),
    render: () => registry.metrics(),
  };
}

/**
 * Counters begin at 0 and not with the first event: for Prometheus a series that appears with the value 1 has not risen, so
 * that the first failure of a process would be nobody's alert.
 */
function beginAtZero(
  byType: readonly Counter<'type'>[],
  finished: Counter<'type' | 'resolution'>,
  messages: Counter<'outcome'>,
): void {
  for (const type of TYPES) {
    for (const counter of byType) counter.inc({ type }, 0);
    for (const resolution of RESOLUTIONS) finished.inc({ type, resolution }, 0);
  }
  for (const outcome of MESSAGE_OUTCOMES) messages.inc({ outcome }, 0);
}

function requestCounter(registry: Registry): RequestHandler {
  const requests = new Histogram({
    name: 'presence_engine_http_request_seconds',
    help: 'HTTP requests by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_BUCKETS,
    registers: [registry],
  });
  return (req, res, next) => {
    const end = requests.startTimer();
    res.once('finish', () => {
      const route = res.locals.route;
      end({
        method: req.method,
        route: typeof route === 'string' ? route : 'unknown',
        status: String(res.statusCode),
      });
    });
    next();
  };
}
