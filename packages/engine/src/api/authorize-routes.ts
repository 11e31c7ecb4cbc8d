import express, { type Router } from 'express';
import * as z from 'zod';
import type { Authenticator, TokenPair } from '../model/authenticator.ts';
import { EngineError } from '../model/engine-error.ts';
import { endpoint } from './endpoint.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { parseJsonBody } from './json-body.ts';
import { parseInput } from './parse-input.ts';
import { accessTokenOf, type Secure } from './secured.ts';

const credentialsSchema = z.looseObject({
  credentials: z.looseObject({
    email: z.string().min(1).max(320),
    password: z.string().min(1).max(1024),
  }),
});

const refreshSchema = z.looseObject({ expire_token: z.string().min(1).max(1024) });

/** Documented message for a refresh without its field (Oz page "Authentication"). */
const NO_EXPIRE_TOKEN = 'Could not locate field for key_path expire_token from provided dict data';

/** `/api/authorize/*`. */
export function authorizeRoutes(context: { authenticator: Authenticator; secure: Secure }): Router {
  const { authenticator, secure } = context;
  const router = express.Router();
  endpoint(router, '/authorize/auth', {
    post: async (req, res) => {
      await parseJsonBody(req, res);
      const { credentials } = parseInput(credentialsSchema, req.body, 'body');
      res.json(pairView(await authenticator.login(credentials.email, credentials.password)));
    },
  });
  endpoint(router, '/authorize/refresh', {
    post: async (req, res) => {
      await parseJsonBody(req, res);
      const body = refreshSchema.safeParse(req.body);
      if (!body.success) throw new EngineError('invalid_structure', NO_EXPIRE_TOKEN);
      res.json(pairView(await authenticator.refresh(body.data.expire_token, accessTokenOf(req))));
    },
  });
  secure(router, '/authorize/session_token', {
    get: async (_req, res, caller) => {
      res.json({ session_token: await authenticator.captureSessionToken(caller) });
    },
  });
  return router;
}

function pairView(pair: TokenPair) {
  return {
    access_token: pair.accessToken,
    expire_token: pair.expireToken,
    expire_date: epochSeconds(pair.expiresAt),
  };
}
