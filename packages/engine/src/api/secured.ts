import type { Request, RequestHandler, Response } from 'express';
import type { Authenticator } from '../model/authenticator.ts';
import { EngineError } from '../model/engine-error.ts';
import { type Principal, rightsOf } from '../model/principal.ts';

type SecuredHandler = (req: Request, res: Response, principal: Principal) => Promise<void>;
export type Secure = (handler: SecuredHandler) => RequestHandler;

/** Documented header of every call but the log-in. */
export const TOKEN_HEADER = 'x-forensic-access-token';

/** Wraps a handler so that it runs only for a valid access token, and knows whose it is. */
export function createSecure(authenticator: Authenticator): Secure {
  return (handler) => async (req, res) => {
    const principal = await authenticator.authenticate(req.get(TOKEN_HEADER));
    await handler(req, res, principal);
  };
}

/** @throws EngineError `auth_forbidden` */
export function requireRight(
  principal: Principal,
  right: 'uploads' | 'deletes' | 'opensCaptureSessions' | 'managesCollections',
): void {
  if (!rightsOf(principal)[right])
    throw new EngineError('auth_forbidden', `An account of type ${principal.userType} may not do this.`);
}
