import { type InitRequest, type InitResponse, initOperation } from '@presence/protocol';
import type { AdapterLink } from './adapter-link.ts';
import { callAdapter } from './call-adapter.ts';
import { browserRetries, START_POLICY, withRetries } from './retry.ts';

/** `POST /init.php`: a session, a nonce and the gestures to make. Throws as callAdapter does. */
export function initSession(
  link: AdapterLink,
  request: InitRequest,
  signal: AbortSignal,
): Promise<InitResponse> {
  return withRetries(browserRetries(START_POLICY, signal), () =>
    callAdapter(link, {
      path: initOperation.path,
      json: request,
      schema: initOperation.answer.schema,
      timeoutMs: 15_000,
      signal,
    }),
  );
}
