import { LIMITS } from '@presence/protocol';
import express, { type Express, type RequestHandler } from 'express';
import type { AdapterParts } from './compose.ts';
import { methodNotAllowed, notFound } from './http/not-found.ts';
import { phpRewrite } from './http/php-rewrite.ts';
import { securityHeaders } from './http/security-headers.ts';

/**
 * Every address of the adapter, in the order of a capture. Addresses are written without `.php`; `phpRewrite` makes both
 * spellings mean the same.
 */
export function createApp({ config, middleware: on, routes }: AdapterParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.trust_proxy_hops);

  app.use(
    manyListeners,
    on.logRequests,
    on.observeRequests,
    on.traceRequests,
    securityHeaders(),
    phpRewrite(),
    on.cors,
  );

  app.route('/plugin_liveness').get(routes.loader).all(methodNotAllowed('GET'));
  // Not '/plugin/*file': Express would decode the name, and fail on a malformed one before the route sees it.
  app
    .route(/^\/plugin\/./)
    .get(routes.pluginFiles)
    .all(methodNotAllowed('GET'));

  const page = [noStore, on.requireOrigin, on.requireLicence];
  app.route('/config').get(page, routes.config).all(methodNotAllowed('GET'));
  app.route('/init').post(page, on.limitRate, parseJson, routes.init).all(methodNotAllowed('POST'));
  app.route('/request').post(page, on.requireUploadToken, routes.request).all(methodNotAllowed('POST'));
  app.route('/result').get(page, on.requireReadToken, routes.result).all(methodNotAllowed('GET'));
  app.route('/best-shot').get(page, on.requireReadToken, routes.bestShot).all(methodNotAllowed('GET'));
  app.route('/tm').post(noStore, on.requireOrigin, parseText, routes.telemetry).all(methodNotAllowed('POST'));

  app.route('/license').get(noStore, routes.licence).all(methodNotAllowed('GET'));
  app.route('/healthz').get(noStore, routes.health).all(methodNotAllowed('GET'));
  app.route('/readyz').get(noStore, routes.ready).all(methodNotAllowed('GET'));
  app.route('/metrics').get(noStore, routes.metrics).all(methodNotAllowed('GET'));
  app.route('/openapi.json').get(noStore, routes.openapi).all(methodNotAllowed('GET'));
  if (config.debug) app.use(routes.debug).route('/debug').all(methodNotAllowed('GET'));

  app.use(routes.demo, notFound(), on.handleErrors);
  return app;
}

/** Log, metrics, trace and a file's pipeline all listen for the end of a response: one more than Node takes for a leak. */
const manyListeners: RequestHandler = (_request, response, next) => {
  response.setMaxListeners(32);
  next();
};

const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

const parseJson = express.json({ limit: LIMITS.maxJsonBytes });
/** sendBeacon sends text/plain. */
const parseText = express.text({ type: ['text/plain', 'application/json'], limit: LIMITS.maxTelemetryBytes });
