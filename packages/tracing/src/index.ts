export { openTracing } from './open-tracing.ts';
export { traceRequest } from './trace-request.ts';
export { errorCodeOf, NO_TRACING, type Tracing, withSpan } from './tracing.ts';
export type { TracingConfig } from './tracing-config.ts';
