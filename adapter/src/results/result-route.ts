import { LIMITS } from '@presence/protocol';
import type { RequestHandler } from 'express';
import * as z from 'zod';
import { AdapterError } from '../model/adapter-error.ts';
import type { Clock } from '../model/clock.ts';
import { sessionOf } from '../model/request-session.ts';
import type { SessionStore } from '../model/session-store.ts';
import { resultView, type ViewConfig } from './result-view.ts';
import { waitForResult } from './wait-for-result.ts';

export interface ResultParts {
  readonly config: ViewConfig;
  /** What `result_codes` says of a resolution, by resolution in lower case. */
  readonly annotations: ReadonlyMap<string, string>;
  readonly store: SessionStore;
  readonly clock: Clock;
  /** Fires when the process stops: whoever waits gets the state as it is. */
  readonly closing: AbortSignal;
}

const querySchema = z.object({
  wait: z.coerce.number().int().min(0).max(LIMITS.maxWaitSeconds).optional(),
});

/** `GET /result.php?wait=<s>`: the result in `result_mode`, held back up to `wait` seconds until there is one. */
export function resultRoute({ config, annotations, store, clock, closing }: ResultParts): RequestHandler {
  return async (request, response) => {
    const query = querySchema.safeParse(request.query);
    if (!query.success)
      throw new AdapterError(
        'request_invalid',
        `"wait" must be a whole number of seconds from 0 to ${LIMITS.maxWaitSeconds}.`,
        { context: { issues: [{ path: 'wait', message: 'out of range' }] } },
      );
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const session = await waitForResult(store, sessionOf(response).id, {
      waitMs: (query.data.wait ?? 0) * 1000,
      signal: AbortSignal.any([gone.signal, closing]),
      clock,
    });
    if (gone.signal.aborted) return;
    if (session === undefined)
      throw new AdapterError('session_not_found', 'The session was deleted as old; start a new session.');
    response.json(resultView(session, config, annotations));
  };
}
