import type { LicenceStatus } from '../model/licence-gate.ts';
import { LICENCE_RULES } from './licence.data.ts';

/** One thing the operator should be told; `kind` is stable and told at most once a day. */
export interface LicenceNotice {
  readonly kind: string;
  readonly level: 'warning' | 'error';
  readonly message: string;
}

/** What there is to tell of a licence: near its end, near a limit, or no longer holding. */
export function licenceNotices(status: LicenceStatus): readonly LicenceNotice[] {
  const refused: readonly LicenceNotice[] =
    status.kind === 'refused'
      ? [{ kind: status.code, level: 'error', message: `${status.message}; captures are refused.` }]
      : [];
  const facts = status.kind === 'loading' ? undefined : status.facts;
  if (facts === undefined) return refused;
  const warnings: LicenceNotice[] = [];
  if (facts.daysLeft >= 0 && facts.daysLeft <= LICENCE_RULES.warnDaysLeft)
    warnings.push({
      kind: 'expires_soon',
      level: 'warning',
      message: `The licence expires in ${facts.daysLeft} days.`,
    });
  for (const { name, limit, used, usedPercent } of facts.limits)
    if (usedPercent !== null && 100 - usedPercent <= LICENCE_RULES.warnPercentLeft)
      warnings.push({
        kind: `limit_${name}`,
        level: 'warning',
        message: `${used} of ${limit} ${name} of the licence are used (${Math.floor(usedPercent)} %).`,
      });
  return [...refused, ...warnings];
}
