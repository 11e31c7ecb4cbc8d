export { openTracing, type TracingConfig } from './open-tracing.ts';
export { traceRequest } from './trace-request.ts';
export { errorCodeOf, NO_TRACING, type Tracing, withSpan } from './tracing.ts';
