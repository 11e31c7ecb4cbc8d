import type { Tracing } from '@presence/tracing';
import { type Fetch, OzCaller } from './forward/oz-call.ts';
import { OzClient } from './forward/oz-client.ts';
import { tokenSource } from './forward/token-source.ts';
import type { AdapterConfig } from './model/adapter-config.ts';
import type { AdapterMetrics } from './model/adapter-metrics.ts';
import type { Clock } from './model/clock.ts';

export interface BackendParts {
  readonly fetch: Fetch;
  readonly metrics: AdapterMetrics;
  readonly clock: Clock;
  readonly tracing: Tracing;
}

/** The client of the configured backend and the adapter's own token for it. */
export function connectBackend(config: AdapterConfig, { fetch, metrics, clock, tracing }: BackendParts) {
  const caller = new OzCaller({ apiUrl: config.api_url, fetch, metrics, clock, tracing });
  const client = new OzClient(caller, {
    callMs: config.backend_timeout_ms,
    analysisMs: config.analysis_timeout_ms,
  });
  const timeoutMs = config.backend_timeout_ms;
  const tokens = tokenSource(
    config,
    (path, json, headers, signal) =>
      caller.json({ name: 'authorize', method: 'POST', path, json, headers, timeoutMs, signal }),
    clock,
  );
  return { client, tokens };
}
