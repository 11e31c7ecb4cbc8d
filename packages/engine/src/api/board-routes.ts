import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Authenticator } from '../model/authenticator.ts';
import { EngineError } from '../model/engine-error.ts';
import { type Principal, reachOf } from '../model/principal.ts';
import { accessTokenOf } from './secured.ts';

/** Where the queue's window is. */
export const BOARD_PATH = '/queues';

export interface BoardContext {
  readonly authenticator: Pick<Authenticator, 'login' | 'authenticate'>;
  /** The account of this installation, which may look besides those who see every folder. */
  readonly serviceUserId: string;
  /** The window itself. */
  readonly board: RequestHandler;
}

const COOKIE = 'presence_queues';

/** The queue's window for a browser: HTTP Basic with an address and a password, or with the service token as the password. */
export function boardRoutes({ authenticator, serviceUserId, board }: BoardContext): Router {
  const router = express.Router();
  router.use(BOARD_PATH, async (req, res, next) => {
    res.set('WWW-Authenticate', 'Basic realm="Presence queues", charset="UTF-8"');
    const token = tokenOf(req) ?? (await logIn(authenticator, req, res));
    const principal = await authenticator.authenticate(token);
    if (!mayLook(principal, serviceUserId))
      throw new EngineError('auth_forbidden', `An account of type ${principal.role} may not see the queues.`);
    res.removeHeader('WWW-Authenticate');
    next();
  });
  router.use(BOARD_PATH, board);
  return router;
}

function mayLook(principal: Principal, serviceUserId: string): boolean {
  return principal.userId === serviceUserId || reachOf(principal.role, 'folder', 'read') === 'all';
}

/** The token of the header, of an earlier log-in, or in place of a password. */
function tokenOf(req: Request): string | undefined {
  const { user, password } = basic(req);
  const kept = new RegExp(`(?:^|; )${COOKIE}=([0-9a-f]+)`).exec(req.get('cookie') ?? '')?.[1];
  return accessTokenOf(req) ?? kept ?? (user.includes('@') || password === '' ? undefined : password);
}

/** Opens a session once; the cookie spares the browser's next requests the cost of a password. */
async function logIn(
  authenticator: BoardContext['authenticator'],
  req: Request,
  res: Response,
): Promise<string | undefined> {
  const { user, password } = basic(req);
  if (user === '') return undefined;
  const { accessToken } = await authenticator.login(user, password);
  res.cookie(COOKIE, accessToken, {
    httpOnly: true,
    sameSite: 'strict',
    path: BOARD_PATH,
    secure: req.secure,
  });
  return accessToken;
}

function basic(req: Request): { readonly user: string; readonly password: string } {
  const encoded = /^Basic ([\w+/=-]+)$/i.exec(req.get('authorization') ?? '')?.[1] ?? '';
  const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { user, password: rest.join(':') };
}
