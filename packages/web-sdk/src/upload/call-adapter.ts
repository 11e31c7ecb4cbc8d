import { limitedSignal } from '@presence/protocol';
import { adapterErrorOf, invalidAnswer, unreachable } from './adapter-error-of.ts';
import type { AdapterLink } from './adapter-link.ts';

/** The one method of a zod schema that is needed here. */
export interface AnswerSchema<T> {
  parse(value: unknown): T;
}

export interface AdapterCall<T> {
  /** Path below the adapter's address, with its query. */
  readonly path: string;
  /** Sent as JSON by POST; a GET without. */
  readonly json?: unknown;
  readonly schema: AnswerSchema<T>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * One call to the adapter, its answer checked.
 *
 * @throws CaptureError with the adapter's code, `adapter_unreachable` or `adapter_answer_invalid`; the signal's reason.
 */
export async function callAdapter<T>(link: AdapterLink, call: AdapterCall<T>): Promise<T> {
  const { path, signal } = call;
  signal.throwIfAborted();
  const limit = limitedSignal(signal, call.timeoutMs);
  try {
    const reply = await link.fetch(new URL(path, link.baseUrl).href, {
      ...(call.json === undefined
        ? { headers: link.headers }
        : {
            method: 'POST',
            headers: { ...link.headers, 'Content-Type': 'application/json' },
            body: JSON.stringify(call.json),
          }),
      credentials: 'omit',
      cache: 'no-store',
      signal: limit.signal,
    });
    const body = await readJson(reply);
    if (!reply.ok) throw adapterErrorOf(path, reply.status, body);
    return parseAnswer(path, call.schema, body);
  } catch (thrown) {
    signal.throwIfAborted();
    // fetch reports a lost network as TypeError and our time limit as the limit's own DOMException.
    if (thrown instanceof TypeError || thrown instanceof DOMException) throw unreachable(path, thrown);
    throw thrown;
  } finally {
    limit.release();
  }
}

export function parseAnswer<T>(path: string, schema: AnswerSchema<T>, body: unknown): T {
  try {
    return schema.parse(body);
  } catch (thrown) {
    throw invalidAnswer(path, thrown);
  }
}

async function readJson(reply: Response): Promise<unknown> {
  const text = await reply.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
