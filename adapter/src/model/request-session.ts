import type { Response } from 'express';
import { addToContext } from './request-context.ts';
import type { Session } from './session.ts';

const KEY = 'presenceSession';

/** Binds a request to the session its token named; error bodies and logs carry its id from here on. */
export function bindSession(response: Response, session: Session): void {
  response.locals[KEY] = session;
  addToContext(response, { eventSessionId: session.id });
}

/** The session bound by the token middleware in front of the route. */
export function sessionOf(response: Response): Session {
  // Only bindSession writes this key; a route without the token middleware is a wiring mistake.
  const session = response.locals[KEY] as Session | undefined;
  if (session === undefined) throw new Error('This route needs a session-token middleware in front of it.');
  return session;
}
