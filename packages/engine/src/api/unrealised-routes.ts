import express, { type Router } from 'express';
import { EngineError } from '../model/engine-error.ts';

/** Paths that clients know and whose requests and replies nobody documents. */
const UNREALISED = ['/ab-testings-configs'] as const;

/** Answers with the documented error for what is documented and not there, so that a client need not guess. */
export function unrealisedRoutes(): Router {
  const router = express.Router();
  router.all([...UNREALISED], (req) => {
    throw new EngineError('not_implemented', `${req.path} is known, but this engine does not have it.`);
  });
  return router;
}
