import type { AdapterOperation } from './adapter-operation.ts';
import * as operations from './adapter-operations.data.ts';
import { type ErrorBody, errorBodySchema, type InitRequest, type TelemetryBatch } from './wire.ts';

export interface AdapterClientOptions {
  /** Address of the adapter, with or without a slash at its end. */
  readonly baseUrl: string;
  /** Sent with every call: `origin` from a server, `traceparent`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The platform's own by default. */
  readonly fetch?: typeof fetch;
}

/** An answer the adapter documents: what was asked for, or its error body. */
export type AdapterReply<T> =
  | { readonly ok: true; readonly status: number; readonly headers: Headers; readonly value: T }
  | {
      readonly ok: false;
      readonly status: number;
      readonly headers: Headers;
      /** Undefined when something else answered in the adapter's place. */
      readonly error: ErrorBody | undefined;
    };

/** Every call of the adapter, typed. Each rejects with what `fetch` rejects with, or with AdapterAnswerError. */
export type AdapterClient = ReturnType<typeof adapterClient>;

interface CallInput {
  readonly path?: string;
  readonly token?: string;
  readonly body?: NonNullable<RequestInit['body']>;
  readonly contentType?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Calls the adapter at one address. For programs and tests; the SDK calls by the same operations. */
export function adapterClient(options: AdapterClientOptions) {
  const base = options.baseUrl.replace(/\/*$/, '/');
  const fetchIt = options.fetch ?? ((input, init) => fetch(input, init));

  const call = async <T>(operation: AdapterOperation<T>, input: CallInput = {}): Promise<AdapterReply<T>> => {
    const headers: Record<string, string> = { ...options.headers };
    if (input.token !== undefined) headers.Authorization = `Bearer ${input.token}`;
    if (input.contentType !== undefined) headers['Content-Type'] = input.contentType;
    const reply = await fetchIt(base + (input.path ?? operation.path), {
      method: operation.method,
      headers,
      ...(input.body === undefined ? {} : { body: input.body }),
      ...(input.signal === undefined ? {} : { signal: input.signal }),
      credentials: 'omit',
      cache: 'no-store',
    });
    const { status, headers: got } = reply;
    if (!operation.statuses.includes(status))
      return { ok: false, status, headers: got, error: errorOf(await reply.text()) };
    return { ok: true, status, headers: got, value: await operation.answer.read(reply) };
  };
  const json = (value: unknown) => ({ body: JSON.stringify(value), contentType: 'application/json' });

  return {
    loader: (signal?: AbortSignal) => call(operations.loaderOperation, { signal }),
    /** `file`: as `assets` of the configuration names it, below `plugin/`. */
    pluginFile: (file: string, signal?: AbortSignal) =>
      call(operations.pluginFileOperation, {
        path: operations.pluginFileOperation.path.replace('{file}', file),
        signal,
      }),
    config: (signal?: AbortSignal) => call(operations.configOperation, { signal }),
    init: (request: InitRequest, signal?: AbortSignal) =>
      call(operations.initOperation, { ...json(request), signal }),
    /** Uploads a capture container. */
    request: (token: string, container: NonNullable<RequestInit['body']>, signal?: AbortSignal) =>
      call(operations.requestOperation, { token, body: container, contentType: 'application/zip', signal }),
    /** `waitSeconds`: how long the adapter may hold its answer back until there is a result. */
    result: (token: string, waitSeconds = 0, signal?: AbortSignal) =>
      call(operations.resultOperation, {
        token,
        path: `${operations.resultOperation.path}?wait=${waitSeconds}`,
        signal,
      }),
    bestShot: (token: string, signal?: AbortSignal) => call(operations.bestShotOperation, { token, signal }),
    telemetry: (batch: TelemetryBatch, signal?: AbortSignal) =>
      call(operations.telemetryOperation, { ...json(batch), signal }),
    debug: (signal?: AbortSignal) => call(operations.debugOperation, { signal }),
    licence: (signal?: AbortSignal) => call(operations.licenceOperation, { signal }),
    health: (signal?: AbortSignal) => call(operations.healthOperation, { signal }),
    readiness: (signal?: AbortSignal) => call(operations.readinessOperation, { signal }),
    metrics: (signal?: AbortSignal) => call(operations.metricsOperation, { signal }),
    openapi: (signal?: AbortSignal) => call(operations.openapiOperation, { signal }),
  };
}

function errorOf(text: string): ErrorBody | undefined {
  try {
    return errorBodySchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
