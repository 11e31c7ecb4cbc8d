import { type ClientConfig, configOperation } from '@presence/protocol';
import type { AdapterLink } from './adapter-link.ts';
import { callAdapter } from './call-adapter.ts';
import { browserRetries, START_POLICY, withRetries } from './retry.ts';

/** `GET /config.php`. Licence and origin are checked by the adapter here first. Throws as callAdapter does. */
export function loadConfig(link: AdapterLink, signal: AbortSignal): Promise<ClientConfig> {
  return withRetries(browserRetries(START_POLICY, signal), () =>
    callAdapter(link, {
      path: configOperation.path,
      schema: configOperation.answer.schema,
      timeoutMs: 10_000,
      signal,
    }),
  );
}
