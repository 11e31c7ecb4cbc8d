import { canonicalOrigin } from '@presence/licensing';
import { Router } from 'express';
import type { ConfigRow } from '../model/adapter-config.ts';
import { AdapterError } from '../model/adapter-error.ts';
import type { ProbeBackend } from '../model/backend-probe.ts';
import type { ConfigState } from '../model/config-state.ts';
import type { LicenceGate } from '../model/licence-gate.ts';
import type { RecentErrors } from '../model/recent-errors.ts';
import { debugPage, type OriginTest } from './debug-page.ts';
import { DEBUG_STYLE } from './debug-style.data.ts';

export interface DebugParts {
  /** From `describeConfig`: secrets masked. */
  readonly rows: readonly ConfigRow[];
  readonly warnings: readonly string[];
  readonly configState: () => ConfigState;
  readonly apiUrl: string;
  readonly gate: LicenceGate;
  readonly corsAllows: (origin: string) => boolean;
  readonly probeBackend: ProbeBackend;
  readonly recentErrors: RecentErrors;
  readonly versions: Readonly<Record<string, string>>;
}

/** `GET /debug` and its style sheet. Mount it only when `debug` is true. */
export function debugRoutes(parts: DebugParts): Router {
  const router = Router();
  router.get('/debug', async (request, response) => {
    const asked = request.query.origin;
    const esid = typeof request.query.esid === 'string' ? request.query.esid.trim() : '';
    const ownOrigin = canonicalOrigin(`${request.protocol}://${request.host ?? ''}`);
    const errors = parts.recentErrors.list();
    const page = debugPage({
      versions: parts.versions,
      licence: parts.gate.status(),
      originTest: typeof asked === 'string' && asked !== '' ? testOrigin(parts, asked, ownOrigin) : undefined,
      apiUrl: parts.apiUrl,
      backend: await parts.probeBackend(),
      rows: parts.rows,
      warnings: parts.warnings,
      configState: parts.configState(),
      esid,
      errorsKept: errors.length,
      errors: esid === '' ? errors : errors.filter(({ eventSessionId }) => eventSessionId === esid),
    });
    response.set({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' }).type('html').send(page);
  });
  router.get('/debug.css', (_request, response) => {
    response.set('Cache-Control', 'no-cache').type('css').send(DEBUG_STYLE);
  });
  return router;
}

function testOrigin(parts: DebugParts, asked: string, ownOrigin: string | undefined): OriginTest {
  const origin = canonicalOrigin(asked.trim());
  if (origin === undefined)
    return { asked, origin, licenceRefusal: undefined, corsAllows: false, own: false };
  return {
    asked,
    origin,
    licenceRefusal: licenceRefusal(parts.gate, origin),
    corsAllows: parts.corsAllows(origin),
    own: origin === ownOrigin,
  };
}

function licenceRefusal(gate: LicenceGate, origin: string): string | undefined {
  try {
    gate.requireLicence(origin);
    return undefined;
  } catch (error) {
    if (error instanceof AdapterError) return error.message;
    throw error;
  }
}
