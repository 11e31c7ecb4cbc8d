import { NO_TRACING, type Tracing } from './tracing.ts';
import type { TracingConfig, TracingParts } from './tracing-config.ts';

/** Loads OpenTelemetry only if it is configured. Nothing is sent before the first span ends. */
export async function openTracing(config: TracingConfig, parts: TracingParts): Promise<Tracing> {
  const { endpoint } = config;
  if (endpoint === null) return NO_TRACING;
  const { otlpTracing } = await import('./otlp-tracing.ts');
  return otlpTracing({ ...config, endpoint }, parts);
}
