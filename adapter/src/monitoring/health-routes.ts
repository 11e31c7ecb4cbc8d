import type { Readiness } from '@presence/protocol';
import type { RequestHandler } from 'express';
import type { ProbeBackend } from '../model/backend-probe.ts';
import type { LicenceGate } from '../model/licence-gate.ts';
import type { SessionStore } from '../model/session-store.ts';

export interface ReadinessParts {
  readonly licence: LicenceGate;
  readonly probe: ProbeBackend;
  /** Rejects while no capture could be kept. */
  readonly disk: () => Promise<void>;
  readonly store: Pick<SessionStore, 'ping'>;
}

/** `GET /healthz`: the process answers. */
export const healthRoute: RequestHandler = (_request, response) => {
  response.json({ status: 'ok' });
};

/**
 * `GET /readyz`: 200 if a capture would get a verdict now, else 503 with what is missing. A backend that is down
 * makes the adapter unready but not useless: captures wait in the spool.
 */
export function readyRoute({ licence, probe, disk: checkDisk, store }: ReadinessParts): RequestHandler {
  return async (_request, response) => {
    const [backend, disk, sessions] = await Promise.all([
      probe(),
      succeeds(checkDisk()),
      succeeds(store.ping()),
    ]);
    const status = licence.status();
    const checks: Readiness['checks'] = {
      licence:
        status.kind === 'refused' ? { ok: false, message: status.message } : { ok: status.kind === 'valid' },
      backend: { ok: backend.kind === 'reachable', latency_ms: backend.latencyMs },
      disk: { ok: disk },
      sessions: { ok: sessions },
    };
    const ready = Object.values(checks).every(({ ok }) => ok);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not_ready', checks });
  };
}

function succeeds(attempt: Promise<void>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  );
}
