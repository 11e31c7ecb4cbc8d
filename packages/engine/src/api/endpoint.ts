import type { RequestHandler, Router } from 'express';
import { EngineError } from '../model/engine-error.ts';

export type Method = 'get' | 'post' | 'patch' | 'delete';

/**
 * Registers a path with its methods; any other method gets 405 with `Allow`. Express treats a trailing slash as the
 * same path. The path becomes the `route` label of the metrics.
 */
export function endpoint(
  router: Router,
  path: string,
  methods: Readonly<Partial<Record<Method, RequestHandler>>>,
): void {
  const route = router.route(path);
  route.all((_req, res, next) => {
    res.locals.route = path;
    next();
  });
  if (methods.get) route.get(methods.get);
  if (methods.post) route.post(methods.post);
  if (methods.patch) route.patch(methods.patch);
  if (methods.delete) route.delete(methods.delete);
  const allow = Object.keys(methods).map((method) => method.toUpperCase());
  route.all((req, res) => {
    res.set('Allow', allow.join(', '));
    throw new EngineError(
      'method_not_allowed',
      `${req.method} is not permitted on ${req.path}; permitted: ${allow.join(', ')}.`,
    );
  });
}
