import { access, constants } from 'node:fs/promises';
import type { RequestHandler } from 'express';
import type { ProbeBackend } from '../model/backend-probe.ts';
import type { LicenceGate } from '../model/licence-gate.ts';

export interface ReadinessParts {
  readonly licence: LicenceGate;
  readonly probe: ProbeBackend;
  readonly dataDir: string;
}

/** `GET /healthz`: the process answers. */
export const healthRoute: RequestHandler = (_request, response) => {
  response.json({ status: 'ok' });
};

/**
 * `GET /readyz`: 200 if a capture would get a verdict now, else 503 with what is missing. A backend that is down
 * makes the adapter unready but not useless: captures wait in the spool.
 */
export function readyRoute({ licence, probe, dataDir }: ReadinessParts): RequestHandler {
  return async (_request, response) => {
    const [backend, disk] = await Promise.all([probe(), writable(dataDir)]);
    const status = licence.status();
    const checks = {
      licence:
        status.kind === 'refused' ? { ok: false, message: status.message } : { ok: status.kind === 'valid' },
      backend: { ok: backend.kind === 'reachable', latency_ms: backend.latencyMs },
      disk: { ok: disk },
    };
    const ready = Object.values(checks).every(({ ok }) => ok);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not_ready', checks });
  };
}

async function writable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
