import type { TraceContext } from '@presence/protocol';

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  /** `server`: a call that came in. `client`: one that goes out. */
  readonly kind: 'server' | 'client' | 'internal';
  /** Undefined: a trace begins here. */
  readonly parent: TraceContext | undefined;
  readonly attributes?: SpanAttributes;
}

export interface SpanEnd {
  /** Replaces the name it was started with, when a better one is known only now. */
  readonly name?: string;
  readonly attributes?: SpanAttributes;
  /** Stable code of what went wrong; never a message, which may quote what somebody sent. */
  readonly error?: string | undefined;
}

export interface Span {
  /** Parent of what is done within; goes out as `traceparent`. Undefined: there is no trace. */
  readonly context: TraceContext | undefined;
  /** Once. */
  end(end?: SpanEnd): void;
}

/** Records what a program does for a capture. Parents are passed by hand, so that nothing is global. */
export interface Tracing {
  start(name: string, options: SpanOptions): Span;
  /** Sends what is left, for a short time. */
  close(): Promise<void>;
}

/** Records nothing, and passes the caller's trace on as it came. */
export const NO_TRACING: Tracing = {
  start: (_name, { parent }) => ({ context: parent, end: () => {} }),
  close: async () => {},
};

/** Work as a span. What it throws marks the span and is thrown on. */
export async function withSpan<T>(
  tracing: Tracing,
  name: string,
  options: SpanOptions,
  work: (context: TraceContext | undefined) => Promise<T>,
): Promise<T> {
  const span = tracing.start(name, options);
  try {
    const result = await work(span.context);
    span.end();
    return result;
  } catch (thrown) {
    span.end({ error: errorCodeOf(thrown) });
    throw thrown;
  }
}

/** The stable code of one of our errors, or the kind of any other. */
export function errorCodeOf(thrown: unknown): string {
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') return thrown.code;
  return thrown instanceof Error ? thrown.name : 'unknown';
}
