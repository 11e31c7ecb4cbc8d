import { randomBytes } from 'node:crypto';
import { EVENT_SESSION_HEADER, limitedSignal, type TraceContext, writeTraceparent } from '@presence/protocol';
import { errorCodeOf, type Tracing } from '@presence/tracing';
import { AdapterError } from '../model/adapter-error.ts';
import type { AdapterMetrics } from '../model/adapter-metrics.ts';
import type { Clock } from '../model/clock.ts';
import { isHeaderText } from '../model/header-text.ts';
import { answerInvalid, failureOfCall, failureOfStatus } from './backend-failure.ts';
import { MAX_ANSWER_BYTES } from './forward.data.ts';
import type { MultipartBody } from './multipart-body.ts';
import { postPieces } from './post-pieces.ts';
import type { TokenSource } from './token-source.ts';

/** The part of `fetch` used here; a test may pass another. */
export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

export interface CallOptions {
  /** Short stable name for metrics and messages. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  /** Relative to `api_url`. */
  readonly path: string;
  readonly json?: unknown;
  /** Made anew for each try, because a stream is used up. */
  readonly multipart?: () => MultipartBody;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Goes along as `esid`. */
  readonly eventSessionId?: string;
  /** Parent of the call in the capture's trace, which goes along as `traceparent`. */
  readonly trace?: TraceContext | undefined;
}

export interface OzCallerOptions {
  /** Ends in a slash. */
  readonly apiUrl: string;
  readonly fetch: Fetch;
  readonly metrics: AdapterMetrics;
  readonly clock: Clock;
  readonly tracing: Tracing;
}

/** Makes single calls to the backend and turns every way they can fail into an `AdapterError`. */
export class OzCaller {
  readonly #options: OzCallerOptions;

  constructor(options: OzCallerOptions) {
    this.#options = options;
  }

  /** A call with the token header; a refused token is asked for once more. Answers the parsed JSON. */
  authorized(tokens: TokenSource, call: CallOptions): Promise<unknown> {
    return withToken(tokens, call, (authorised) => this.json(authorised));
  }

  async json(call: CallOptions): Promise<unknown> {
    return this.#measured(call, async (traced) => {
      const limit = limitedSignal(call.signal, call.timeoutMs);
      try {
        return parsed(await readText(await this.#fetch(traced, limit.signal), call.name), call.name);
      } finally {
        limit.release();
      }
    });
  }

  /** The same, but answers the reply itself, its status checked; the caller reads or cancels its body, which has what is left of the time. */
  opened(tokens: TokenSource, call: CallOptions): Promise<Response> {
    return withToken(tokens, call, (authorised) => this.#open(authorised));
  }

  async #open(call: CallOptions): Promise<Response> {
    return this.#measured(call, async (traced) => {
      const limit = limitedSignal(call.signal, call.timeoutMs);
      try {
        return await this.#fetch(traced, limit.signal);
      } catch (error) {
        limit.release();
        throw error;
      }
    });
  }

  async #fetch(call: CallOptions, signal: AbortSignal): Promise<Response> {
    const multipart = call.multipart?.();
    const headers: Record<string, string> = { accept: 'application/json', ...call.headers };
    if (call.eventSessionId !== undefined)
      Object.assign(headers, captureHeaders(call.eventSessionId, call.trace));
    const url = new URL(call.path, this.#options.apiUrl);
    const response =
      multipart === undefined
        ? await this.#options.fetch(url, plainInit(call, headers, signal))
        : await send(url, multipart, headers, signal);
    if (response.ok) return response;
    throw failureOfStatus(response.status, await readText(response, call.name), response.headers);
  }

  async #measured<T>(call: CallOptions, run: (traced: CallOptions) => Promise<T>): Promise<T> {
    const { metrics, clock, tracing } = this.#options;
    const attributes = { 'http.request.method': call.method };
    const span =
      call.eventSessionId === undefined
        ? undefined
        : tracing.start(call.name, { kind: 'client', parent: call.trace, attributes });
    const started = clock.now();
    const seconds = () => (clock.now() - started) / 1000;
    try {
      const result = await run({ ...call, trace: span?.context });
      span?.end();
      metrics.backendCall(call.name, 'ok', seconds());
      return result;
    } catch (error) {
      const failure = failureOfCall(error, call.signal);
      span?.end({ error: errorCodeOf(failure) });
      if (failure instanceof AdapterError) metrics.backendCall(call.name, failure.code, seconds());
      throw failure;
    }
  }
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw answerInvalid(name, cause);
  }
}

function plainInit(call: CallOptions, headers: Record<string, string>, signal: AbortSignal): RequestInit {
  const init: RequestInit = { method: call.method, headers, redirect: 'error', signal };
  if (call.json === undefined) return init;
  headers['content-type'] = 'application/json';
  return { ...init, body: JSON.stringify(call.json) };
}

async function send(
  url: URL,
  { contentType, pieces }: MultipartBody,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await postPieces(url, { headers: { ...headers, 'content-type': contentType }, pieces, signal });
  } finally {
    await pieces.return(undefined);
  }
}

async function withToken<T>(
  tokens: TokenSource,
  call: CallOptions,
  run: (authorised: CallOptions) => Promise<T>,
): Promise<T> {
  const by = (token: string) => run(authorisedBy(token, call));
  const token = await tokens.token(call.signal);
  try {
    return await by(token);
  } catch (error) {
    const refused = error instanceof AdapterError && error.context.status === 401;
    if (!refused || !tokens.refused(token)) throw error;
    return by(await tokens.token(call.signal));
  }
}

/** A token that no header can hold is not tried: the error of `fetch` would quote it. */
function authorisedBy(token: string, call: CallOptions): CallOptions {
  if (!isHeaderText(token))
    throw new AdapterError(
      'backend_unreachable',
      'The API token is empty or not one line of ASCII characters; correct api_token, or the file it is read from.',
    );
  return { ...call, headers: { ...call.headers, 'x-forensic-access-token': token } };
}

/** A capture whose page named no trace gets one of its own id, so that the backend can join its calls all the same. */
function captureHeaders(eventSessionId: string, trace: TraceContext | undefined): Record<string, string> {
  const own = {
    traceId: eventSessionId.replaceAll('-', ''),
    spanId: randomBytes(8).toString('hex'),
    sampled: true,
  };
  return { [EVENT_SESSION_HEADER]: eventSessionId, traceparent: writeTraceparent(trace ?? own) };
}

async function readText(response: Response, call: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  if (response.body === null) return text;
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_ANSWER_BYTES) throw answerInvalid(call);
  }
  return text + decoder.decode();
}
