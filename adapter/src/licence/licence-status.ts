import { daysLeft, LICENCE_MESSAGES, type Licence } from '@presence/licensing';
import type { LicenceFacts, LicenceStatus, LimitUse } from '../model/licence-gate.ts';
import { LICENCE_RULES } from './licence.data.ts';
import type { LicenceState, Usage } from './licence-state.ts';

/** Features of a licence that the configuration makes use of. */
export type NeededFeatures = Licence['features'];

type Held = Extract<LicenceState, { kind: 'held' }>;

/** The licence's standing at a moment. `now` in milliseconds since the epoch. */
export function licenceStatus(state: LicenceState, needed: NeededFeatures, now: number): LicenceStatus {
  switch (state.kind) {
    case 'loading':
      return { kind: 'loading' };
    case 'unusable':
      return { ...state, kind: 'refused', facts: undefined };
    case 'held': {
      const facts = factsOf(state, now);
      const refusal = refusalOf(state, facts, needed, now);
      return refusal === undefined ? { kind: 'valid', facts } : { kind: 'refused', ...refusal, facts };
    }
  }
}

function refusalOf(state: Held, facts: LicenceFacts, needed: NeededFeatures, now: number) {
  if (now > facts.expiresAt) return { code: 'license_expired', message: LICENCE_MESSAGES.expired() } as const;
  const exceeded = facts.limits.find((use) => (use.usedPercent ?? 0) > LICENCE_RULES.stopAbovePercent);
  if (exceeded)
    return {
      code: 'license_limit_exceeded',
      message: `License error. License limit of ${exceeded.name} exceeded`,
    } as const;
  const { features } = state.licence;
  const missing = (['liveness', 'biometry', 'collection'] as const).find(
    (name) => needed[name] && !features[name],
  );
  if (missing !== undefined)
    return {
      code: 'license_limit_exceeded',
      message: `License error. The configuration uses ${missing}, which the license does not include`,
    } as const;
  return undefined;
}

function factsOf(state: Held, now: number): LicenceFacts {
  const { licence, usage } = state;
  const limits = limitsOf(licence, usage);
  const left = daysLeft(licence, now);
  return {
    licenceId: licence.license_id,
    client: licence.client,
    origins: licence.origins,
    extraOrigins: state.extraOrigins,
    issuedAt: Date.parse(licence.issued_at),
    expiresAt: Date.parse(licence.expires_at),
    daysLeft: left,
    features: licence.features,
    limits,
    warnings: [...state.notes, ...expiryWarning(left), ...limits.flatMap(limitWarning)],
  };
}

function limitsOf(licence: Licence, usage: Usage): readonly LimitUse[] {
  return (['analyses', 'faces'] as const).flatMap((name) => {
    const limit = licence.limits[name];
    if (limit === undefined) return [];
    const used = usage[name];
    return [{ name, limit, used, usedPercent: used === null ? null : (used * 100) / limit }];
  });
}

function expiryWarning(left: number): readonly string[] {
  if (left > LICENCE_RULES.warnDaysLeft) return [];
  return left < 0 ? ['The licence has expired.'] : [`The licence expires in ${left} days.`];
}

function limitWarning({ name, limit, used, usedPercent }: LimitUse): readonly string[] {
  if (used === null || usedPercent === null || 100 - usedPercent > LICENCE_RULES.warnPercentLeft) return [];
  return [`${used} of ${limit} ${name} of the licence are used (${Math.floor(usedPercent)} %).`];
}
