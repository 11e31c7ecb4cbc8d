import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { TraceContext } from '@presence/protocol';
import type { Tracing } from './tracing.ts';
import type { TracingConfig, TracingParts } from './tracing-config.ts';

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/** How long spans wait for company, ms; how many wait at the most, newer ones are dropped. Ours, 2026-11-22. */
const FLUSH_MS = 1000;
const MAX_WAITING = 2048;
/** For one export, and for the last one when the program ends. */
const EXPORT_LIMIT_MS = 5000;

/** Spans of one program, sent as OTLP/HTTP with JSON bodies. Nothing is registered globally. */
export function otlpTracing(
  config: TracingConfig & { readonly endpoint: string },
  { version, onFailure }: TracingParts,
): Tracing {
  const exporter = new OTLPTraceExporter({
    url: `${config.endpoint.replace(/\/*$/, '')}/v1/traces`,
    headers: headersOf(config.headers),
    timeoutMillis: EXPORT_LIMIT_MS,
  });
  const kept = new TraceIdRatioBasedSampler(config.ratio);
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': config.serviceName, 'service.version': version }),
    // Browsers always say "sampled"; how much is kept is for the operator to decide.
    sampler: new ParentBasedSampler({ root: kept, remoteParentSampled: kept }),
    spanProcessors: [
      new BatchSpanProcessor(telling(exporter, onFailure), {
        scheduledDelayMillis: FLUSH_MS,
        maxQueueSize: MAX_WAITING,
        exportTimeoutMillis: EXPORT_LIMIT_MS,
      }),
    ],
  });
  const tracer = provider.getTracer('presence', version);
  return {
    start: (name, { kind, parent, attributes = {} }) => {
      const span = tracer.startSpan(name, { kind: KINDS[kind], attributes }, contextOf(parent));
      const { traceId, spanId, traceFlags } = span.spanContext();
      return {
        context: { traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 },
        end: (end = {}) => {
          if (end.name !== undefined) span.updateName(end.name);
          span.setAttributes({ ...end.attributes });
          if (end.error !== undefined) {
            span.setAttribute('error.type', end.error);
            span.setStatus({ code: SpanStatusCode.ERROR });
          }
          span.end();
        },
      };
    },
    // What fails now was told of by the exporter.
    close: () => provider.shutdown().catch(() => {}),
  };
}

function contextOf(parent: TraceContext | undefined): Context {
  if (parent === undefined) return ROOT_CONTEXT;
  const { traceId, spanId, sampled } = parent;
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

/** `name=value,…`, values percent-encoded (OpenTelemetry Protocol Exporter). */
function headersOf(text: string | null): Record<string, string> {
  const pairs = (text ?? '').split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())] as const];
  });
  return Object.fromEntries(pairs);
}

/** The exporter itself says nothing when it fails. */
function telling(exporter: SpanExporter, onFailure: (error: unknown) => void): SpanExporter {
  let failed = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error !== undefined && !failed) onFailure(result.error);
        failed = result.error !== undefined;
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
