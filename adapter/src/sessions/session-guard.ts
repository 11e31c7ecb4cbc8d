import type { Request, RequestHandler, Response } from 'express';
import { calculateJwkThumbprint } from 'jose';
import { AdapterError } from '../model/adapter-error.ts';
import { contextOf } from '../model/request-context.ts';
import { bindSession } from '../model/request-session.ts';
import type { Session } from '../model/session.ts';
import type { SessionStore } from '../model/session-store.ts';
import type { SessionTokens } from './session-token.ts';
import { MAX_REFUSED_UPLOADS } from './sessions.data.ts';

/** `upload`: the token must be fresh and unused. `read`: good until the session is deleted. */
export type TokenUse = 'upload' | 'read';

/** Finds the session a token stands for, or refuses with a `session_token_*` or `session_not_found` code. */
export class SessionGuard {
  readonly #store: SessionStore;
  readonly #tokens: SessionTokens;

  constructor(store: SessionStore, tokens: SessionTokens) {
    this.#store = store;
    this.#tokens = tokens;
  }

  /** Middleware in front of a route that calls `sessionOf(response)`. */
  require(use: TokenUse): RequestHandler {
    return async (request, response, next) => {
      bindSession(response, await this.authenticate(bearerOf(request), response, use));
      next();
    };
  }

  async authenticate(token: string, response: Response, use: TokenUse): Promise<Session> {
    const claims = await this.#tokens.verify(token);
    const eventSessionId = claims.eventSessionId;
    const { origin } = contextOf(response);
    // A browser leaves Origin out only on a page's own GETs; another origin's page cannot.
    if ((origin !== undefined || use === 'upload') && origin !== claims.origin)
      throw new AdapterError(
        'session_token_invalid',
        'The session token belongs to a page of another origin; start a session from this page.',
        { eventSessionId },
      );
    if (use === 'upload' && claims.expired)
      throw new AdapterError('session_token_expired', 'The session token is too old; start a new session.', {
        eventSessionId,
      });
    const session = await this.#store.read(eventSessionId);
    if (session === undefined)
      throw new AdapterError(
        'session_not_found',
        'The session is not known, or was deleted as old; start a new session.',
        { eventSessionId },
      );
    if (
      claims.nonce !== session.nonce ||
      claims.keyThumbprint !== (await calculateJwkThumbprint(session.clientKey))
    )
      throw new AdapterError('session_token_invalid', 'The session token does not fit its session.', {
        eventSessionId,
      });
    if (use === 'upload') requireUnused(session);
    return session;
  }
}

/** What is in the spool but was not accepted does not count: its upload may have died, and this one is to take its place. */
function requireUnused(session: Session): void {
  const options = { eventSessionId: session.id };
  if (session.state.kind !== 'open')
    throw new AdapterError(
      'session_token_used',
      'This session has already uploaded its capture; start a new session for another one.',
      options,
    );
  if (session.refusedUploads >= MAX_REFUSED_UPLOADS)
    throw new AdapterError(
      'session_token_used',
      `This session has sent ${MAX_REFUSED_UPLOADS} refused containers and takes no more; start a new session.`,
      options,
    );
}

function bearerOf(request: Request): string {
  const match = /^Bearer ([A-Za-z0-9._-]{1,8192})$/i.exec(request.get('authorization') ?? '');
  if (match?.[1] === undefined)
    throw new AdapterError(
      'session_token_missing',
      'The call carries no session token; send "Authorization: Bearer <session_token>" from init.php.',
    );
  return match[1];
}
