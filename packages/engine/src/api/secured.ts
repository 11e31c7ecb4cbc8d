import type { Request, RequestHandler, Response, Router } from 'express';
import type { Authenticator } from '../model/authenticator.ts';
import { EngineError } from '../model/engine-error.ts';
import { type Caller, reachOf } from '../model/principal.ts';
import { endpoint, type Method } from './endpoint.ts';
import { type Deed, ROUTES, type SecuredPath } from './routes.data.ts';

export type SecuredHandler = (req: Request, res: Response, caller: Caller) => Promise<void>;

/** Registers a path of the route table with a handler for each of its methods: no more, no less. */
export type Secure = <P extends SecuredPath>(
  router: Router,
  path: P,
  handlers: Readonly<Record<keyof (typeof ROUTES)[P], SecuredHandler>>,
) => void;

/** Documented header of every call but the log-in; an overview page of the documents spells it with an s. */
const TOKEN_HEADERS = ['x-forensic-access-token', 'x-forensics-access-token'] as const;
/** A capture session's token, instead of the access token or beside it. */
export const SESSION_TOKEN_HEADER = 'x-forensic-session-token';
/** The token of a shared folder, instead of both. */
const SHARED_TOKEN_HEADER = 'x-forensic-shared-token';

/** The access token of a request. */
export function accessTokenOf(req: Request): string | undefined {
  return req.get(TOKEN_HEADERS[0]) ?? req.get(TOKEN_HEADERS[1]);
}

/** Lets a handler run only for a valid token whose role may do what the route table says the call does. */
export function createSecure(authenticator: Authenticator): Secure {
  const guarded =
    ([resource, verb]: Deed, handler: SecuredHandler): RequestHandler =>
    async (req, res) => {
      const principal = await authenticator.authenticate(
        accessTokenOf(req),
        req.get(SESSION_TOKEN_HEADER),
        req.get(SHARED_TOKEN_HEADER),
      );
      const reach = reachOf(principal.role, resource, verb);
      if (reach === undefined)
        throw new EngineError(
          'auth_forbidden',
          `An account of type ${principal.role} may not ${verb} a ${resource}.`,
          { details: { role: principal.role, resource, verb } },
        );
      await handler(req, res, { ...principal, reach });
    };
  return (router, path, handlers) => {
    const deeds: Readonly<Partial<Record<Method, Deed>>> = ROUTES[path];
    const methods = Object.entries<SecuredHandler>(handlers).flatMap(([name, handler]) => {
      const method = name as Method; // The keys of `handlers` are those of the table.
      const deed = deeds[method];
      return deed ? [[method, guarded(deed, handler)] as const] : [];
    });
    endpoint(router, path, Object.fromEntries(methods));
  };
}
