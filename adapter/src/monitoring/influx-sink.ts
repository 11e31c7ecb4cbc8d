import { HttpError, InfluxDB, Point, setLogger } from '@influxdata/influxdb-client';
import type { AdapterConfig } from '../model/adapter-config.ts';
import type { Logger } from '../model/logger.ts';
import type { MonitoringPoint } from '../model/monitoring-point.ts';
import type { MonitoringSink } from './monitoring-sink.ts';

/** Points kept while the database is away; beyond it the oldest are dropped, so that memory stays bounded. */
const MAX_BUFFERED = 20_000;
const MAX_BATCH = 1000;
/** Ms a stopping adapter waits for the last points. */
const CLOSE_MS = 2000;
const TIMEOUT_MS = 5000;

export type InfluxConfig = Pick<
  AdapterConfig,
  'influx_url' | 'influx_org' | 'influx_bucket' | 'influx_token' | 'monitoring_flush_ms'
>;

/** Sends points to InfluxDB 2.x in line protocol, collected and flushed every `monitoring_flush_ms`. */
export function influxSink(url: string, config: InfluxConfig, logger: Logger): MonitoringSink {
  // The client would print every failed attempt to the console; ours are logged below, once.
  setLogger({ error: () => {}, warn: () => {} });
  const client = new InfluxDB({ url, token: config.influx_token ?? '', timeout: TIMEOUT_MS });
  let reachable = true;
  const api = client.getWriteApi(config.influx_org, config.influx_bucket, 'ns', {
    flushInterval: config.monitoring_flush_ms,
    batchSize: MAX_BATCH,
    maxBufferLines: MAX_BUFFERED,
    maxRetries: 10,
    minRetryDelay: 1000,
    maxRetryDelay: 30_000,
    writeFailed: (error, lines) => {
      if (reachable)
        logger.warn({ lines: lines.length, reason: reasonOf(error) }, 'monitoring points could not be sent');
      reachable = false;
    },
    writeSuccess: () => {
      if (!reachable) logger.info({}, 'monitoring points are sent again');
      reachable = true;
    },
  });
  return {
    add: (points) => api.writePoints(points.map(toPoint)),
    close: async () => {
      const done = api.close().catch(() => undefined);
      const patience = new AbortController();
      await Promise.race([done, sleepUntil(CLOSE_MS, patience.signal)]);
      patience.abort();
      api.dispose();
    },
  };
}

/** Not the body of the answer, which may hold anything. */
function reasonOf(error: Error): string {
  return error instanceof HttpError ? `HTTP ${error.statusCode}` : error.message;
}

function sleepUntil(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}

function toPoint({ measurement, time, tags, fields }: MonitoringPoint): Point {
  const point = new Point(measurement).timestamp(String(time));
  for (const [name, value] of Object.entries(tags)) point.tag(name, value);
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') point.stringField(name, value);
    else if (name === 'execution_time') point.floatField(name, value);
    else point.intField(name, value);
  }
  return point;
}
