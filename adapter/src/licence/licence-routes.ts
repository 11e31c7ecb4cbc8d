import type { LicenceView } from '@presence/protocol';
import type { RequestHandler } from 'express';
import type { LicenceGate, LicenceStatus } from '../model/licence-gate.ts';
import { contextOf } from '../model/request-context.ts';

/** A gate whose count may have been dropped and is made again when it is asked for. */
export type CountedGate = LicenceGate & { countIfNeeded(): Promise<void> };

/**
 * Lets a request through only if a page of its origin may capture. Needs the request context of cors/. `onRefused` hears
 * of a licence that no longer holds.
 */
export function licenceGuard(
  gate: CountedGate,
  onRefused: (status: LicenceStatus) => void = () => {},
): RequestHandler {
  return async (_request, response, next) => {
    // A count that failed once must not lift the limit until somebody asks for it.
    await gate.countIfNeeded();
    const status = gate.status();
    if (status.kind === 'refused') onRefused(status);
    gate.requireLicence(contextOf(response).origin);
    next();
  };
}

/** `GET /license`: what is left of the licence. Names neither the client nor the origins, which are nobody else's business. */
export function licenceRoute(gate: CountedGate): RequestHandler {
  return async (_request, response) => {
    await gate.countIfNeeded();
    response.set('Cache-Control', 'no-store').json(licencePayload(gate.status()));
  };
}

/** Field names as in the licences service whose routine this follows (LUNA, `GET /license`). */
export function licencePayload(status: LicenceStatus): LicenceView {
  const facts = status.kind === 'loading' ? undefined : status.facts;
  const valid = status.kind === 'valid';
  const limit = (name: 'analyses' | 'faces') => facts?.limits.find((use) => use.name === name);
  const analyses = limit('analyses');
  const faces = limit('faces');
  return {
    license_status: valid ? (status.facts.warnings.length > 0 ? 'warning' : 'ok') : 'error',
    expiration_time: facts === undefined ? null : new Date(facts.expiresAt).toISOString(),
    license_period_rest: facts?.daysLeft ?? null,
    // Expired or exceeded: nothing is available, whatever the licence once held.
    liveness: valid && status.facts.features.liveness,
    biometry: valid && status.facts.features.biometry,
    collection: valid && status.facts.features.collection,
    analyses_limit: analyses?.limit ?? null,
    liveness_balance:
      analyses === undefined || analyses.used === null ? null : Math.max(0, analyses.limit - analyses.used),
    faces_limit: faces?.limit ?? null,
    faces_used: faces?.used ?? null,
    warnings: [...(facts?.warnings ?? [])],
    errors: status.kind === 'refused' ? [{ code: status.code, message: status.message }] : [],
  };
}
