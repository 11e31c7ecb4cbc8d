import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AdapterMetrics } from '../model/adapter-metrics.ts';
import type { LicenceStatus } from '../model/licence-gate.ts';
import type { SessionStore } from '../model/session-store.ts';

/** Seconds; from a cached file to a long poll. */
const REQUEST_BUCKETS = [0.005, 0.02, 0.1, 0.5, 1, 2.5, 5, 10, 26];
const BACKEND_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const CAPTURE_BUCKETS = [0.5, 1, 2, 4, 8, 15, 30, 60, 300, 3600];
const BYTE_BUCKETS = [1e5, 5e5, 1e6, 2e6, 5e6, 1e7, 2e7, 4e7, 6.4e7];

const STAGE_BUCKETS = [0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300];
const MAX_STAGE_MS = 3_600_000;

/** Telemetry of the SDK that marks a stage of a capture, from the camera to the verdict. */
const STAGES: ReadonlyMap<string, string> = new Map([
  ['camera.ready', 'camera'],
  ['face.sighted', 'face_found'],
  ['tracker.ready', 'detector'],
  ['face.first', 'first_face'],
  ['action.captured', 'action'],
  ['container.sealed', 'container'],
  ['container.accepted', 'upload'],
  ['result.received', 'verdict'],
]);

/** Telemetry names come from the browser: beyond this many different ones they are counted together. */
const MAX_TELEMETRY_NAMES = 100;

/** What is looked at when the series are read. */
export interface MeasuredNow {
  readonly licence: () => LicenceStatus;
  readonly store: Pick<SessionStore, 'kind' | 'ping'>;
}

export interface PrometheusMetrics extends AdapterMetrics {
  readonly request: (route: string, method: string, status: number, seconds: number) => void;
  readonly error: (code: string) => void;
  readonly configLoaded: (applied: boolean) => void;
  readonly route: (now: MeasuredNow) => RequestHandler;
}

/** One registry per adapter, so that several run in one process. */
export function prometheusMetrics(): PrometheusMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'presence_adapter_request_seconds',
    help: 'Requests answered, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: REQUEST_BUCKETS,
    registers,
  });
  const errors = counter('errors_total', 'Error replies by code.', 'code');
  const sessions = counter('sessions_opened_total', 'Sessions opened.');
  const refused = counter('containers_refused_total', 'Containers refused, by code.', 'code');
  const retried = counter('delivery_failures_total', 'Failed calls of a delivery, by code.', 'code');
  const telemetry = counter('telemetry_events_total', 'Browser events by name.', 'name');
  const bytes = histogram('container_bytes', 'Size of accepted containers.', BYTE_BUCKETS);
  const intake = histogram('intake_seconds', 'Receiving and verifying a container.', REQUEST_BUCKETS);
  const backend = histogram('backend_call_seconds', 'Calls to the backend.', BACKEND_BUCKETS, [
    'call',
    'outcome',
  ]);
  const settled = histogram('capture_seconds', 'From upload to verdict.', CAPTURE_BUCKETS, ['outcome']);
  const depth = gauge('spool_captures', 'Captures not yet with the backend.');
  const age = gauge('spool_oldest_seconds', 'Age of the oldest capture not yet with the backend.');
  const stages = histogram(
    'capture_stage_seconds',
    'Seconds from open() until a stage was reached, as the browser measured them.',
    STAGE_BUCKETS,
    ['stage'],
  );
  const reloads = counter('config_loads_total', 'Configurations put into force or refused.', 'outcome');
  const upToDate = gauge(
    'config_up_to_date',
    '1 while the configuration in force is the latest on the disk.',
  );
  const measure = stateGauges(gauge);
  const names = new Set<string>();

  return {
    request: (route, method, status, seconds) => requests.observe({ route, method, status }, seconds),
    error: (code) => errors.inc({ code }),
    sessionOpened: () => sessions.inc(),
    containerAccepted: (size, seconds) => {
      bytes.observe(size);
      intake.observe(seconds);
    },
    containerRefused: (code) => refused.inc({ code }),
    backendCall: (call, outcome, seconds) => backend.observe({ call, outcome }, seconds),
    deliveryRetried: (code) => retried.inc({ code }),
    captureSettled: (outcome, seconds) => settled.observe({ outcome }, seconds),
    spool: (waiting, oldestSeconds) => {
      depth.set(waiting);
      age.set(oldestSeconds);
    },
    telemetryEvent: (name, timeMs) => {
      const stage = STAGES.get(name);
      // The browser's clock may be anything; what is longer than a session is no measurement.
      if (stage !== undefined && timeMs <= MAX_STAGE_MS) stages.observe({ stage }, timeMs / 1000);
      if (names.size < MAX_TELEMETRY_NAMES) names.add(name);
      telemetry.inc({ name: names.has(name) ? name : 'other' });
    },
    configLoaded: (applied) => {
      reloads.inc({ outcome: applied ? 'applied' : 'refused' });
      upToDate.set(applied ? 1 : 0);
    },
    route: (now) => async (_request, response) => {
      await measure(now);
      response.type(registry.contentType).send(await registry.metrics());
    },
  };

  function counter(name: string, help: string, ...labelNames: string[]): Counter {
    return new Counter({ name: `presence_adapter_${name}`, help, labelNames, registers });
  }
  function gauge(name: string, help: string, ...labelNames: string[]): Gauge {
    return new Gauge({ name: `presence_adapter_${name}`, help, labelNames, registers });
  }
  function histogram(name: string, help: string, buckets: number[], labelNames: string[] = []): Histogram {
    return new Histogram({ name: `presence_adapter_${name}`, help, buckets, labelNames, registers });
  }
}

type MakeGauge = (name: string, help: string, ...labelNames: string[]) => Gauge;

/** Series of what is the case now; the answer sets them. */
function stateGauges(gauge: MakeGauge): (now: MeasuredNow) => Promise<void> {
  const storeUp = gauge('session_store_up', '1 while the session store can be used.', 'store');
  const valid = gauge('licence_valid', '1 while the licence holds.');
  const days = gauge('licence_days_left', 'Days until the licence expires.');
  const warnings = gauge('licence_warnings', 'Warnings the licence gives now.');
  const used = gauge('licence_limit_used_percent', 'Percent used of a limit of the licence.', 'limit');
  return async ({ licence, store }) => {
    const status = licence();
    valid.set(status.kind === 'valid' ? 1 : 0);
    const facts = 'facts' in status ? status.facts : undefined;
    if (facts !== undefined) days.set(facts.daysLeft);
    warnings.set(facts?.warnings.length ?? 0);
    for (const { name, usedPercent } of facts?.limits ?? [])
      if (usedPercent !== null) used.set({ limit: name }, usedPercent);
    const up = await store.ping().then(
      () => 1,
      () => 0,
    );
    storeUp.set({ store: store.kind }, up);
  };
}
