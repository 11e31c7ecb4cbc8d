import { type ClientConfig, configOperation } from '@presence/protocol';
import { type AdapterLink, plainLink } from './adapter-link.ts';
import { callAdapter } from './call-adapter.ts';
import { browserRetries, START_POLICY, withRetries } from './retry.ts';

/** `GET /config.php`. Licence and origin are checked by the adapter here first. Throws as callAdapter does. */
export function loadConfig(link: AdapterLink, signal: AbortSignal): Promise<ClientConfig> {
  // A header of our own would make browsers ask the adapter's leave first, from every other origin.
  const plain = plainLink(link);
  return withRetries(browserRetries(START_POLICY, signal), () =>
    callAdapter(plain, {
      path: configOperation.path,
      schema: configOperation.answer.schema,
      timeoutMs: 10_000,
      signal,
    }),
  );
}
