import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** What the adapter's own pages (demo, debug) need, and nothing more. No inline script, no inline style, no other host. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    // The detector is WebAssembly.
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    styleSrc: ["'self'"],
    // data: and blob: are the frames and best shots that the SDK hands over.
    imgSrc: ["'self'", 'data:', 'blob:'],
    mediaSrc: ["'self'", 'blob:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    workerSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'self'"],
  },
} as const;

/** `tm` too: a page that asks for this policy of all it loads (COEP) would complain of its beacons. Its answer has no body. */
const EMBEDDABLE = /^\/(plugin\/|(plugin_liveness|tm)(\.php)?$)/;

/**
 * Security headers of every reply. Files of the plugin may be embedded by other sites, and telemetry may be sent from there
 * (whether a page may capture is decided by CORS and licence); nothing else may. HSTS is left to the TLS proxy, which knows whether all its hosts have TLS.
 */
export function securityHeaders(): RequestHandler {
  const common = {
    contentSecurityPolicy: {
      ...CONTENT_SECURITY_POLICY,
      directives: mutableCopy(CONTENT_SECURITY_POLICY.directives),
    },
    strictTransportSecurity: false,
    // same-origin: older browsers are recognised by Referer, see cors/request-origin.ts.
    referrerPolicy: { policy: 'same-origin' },
  } as const;
  const own = helmet({ ...common, crossOriginResourcePolicy: { policy: 'same-origin' } });
  const embeddable = helmet({ ...common, crossOriginResourcePolicy: { policy: 'cross-origin' } });
  return (request, response, next) => {
    const handler = EMBEDDABLE.test(request.path) ? embeddable : own;
    response.set('Permissions-Policy', 'camera=(self), microphone=(), geolocation=()');
    handler(request, response, next);
  };
}

function mutableCopy(directives: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(directives).map(([name, sources]) => [name, [...sources]]));
}
