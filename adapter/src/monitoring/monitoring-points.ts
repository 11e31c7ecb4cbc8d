import type { LicenceStatus } from '../model/licence-gate.ts';
import type { MonitoringPoint } from '../model/monitoring-point.ts';
import type { Session } from '../model/session.ts';
import { USAGE_FIELDS } from './usage-fields.data.ts';

/** Tags and fields as LUNA documents them (request monitoring; licences service), under our own service name. */
const SERVICE = 'presence-adapter';

export interface RequestFacts {
  readonly requestId: string;
  readonly method: string;
  /** The route's pattern, so that made-up addresses make no new series. */
  readonly resource: string;
  readonly status: number;
  /** Start of the request, ms since the epoch. */
  readonly startedAt: number;
  readonly seconds: number;
  /** Of the error reply, if it was one. */
  readonly errorCode: string | undefined;
}

/** `requests` for every request, and `errors` beside it for a failed one. */
export function requestPoints(request: RequestFacts): readonly MonitoringPoint[] {
  const time = nanoseconds(request.startedAt);
  const tags = {
    service: SERVICE,
    route: `${request.method}:${request.resource}`,
    status_code: String(request.status),
  };
  const fields = { request_id: request.requestId };
  const point: MonitoringPoint = {
    measurement: 'requests',
    time,
    tags,
    fields: { ...fields, execution_time: request.seconds },
  };
  const { errorCode } = request;
  if (errorCode === undefined) return [point];
  return [point, { measurement: 'errors', time, tags: { ...tags, error_code: errorCode }, fields }];
}

/** `usages_statistic` of one finished capture: the estimations it was analysed by. */
export function usagePoint(session: Session, now: number): MonitoringPoint {
  const names = 'analyses' in session.state ? session.state.analyses.map(({ name }) => name) : [];
  const count = (wanted: readonly string[]) => names.filter((name) => wanted.includes(name)).length;
  return {
    measurement: 'usages_statistic',
    time: nanoseconds(now),
    tags: { service: SERVICE },
    fields: Object.fromEntries(Object.entries(USAGE_FIELDS).map(([field, users]) => [field, count(users)])),
  };
}

/** `licensing`: at start and midnight the time that is left; at a refused request (`balance`) what is left of analyses. */
export function licensingPoint(
  status: LicenceStatus,
  rest: 'period' | 'balance',
  now: number,
): MonitoringPoint {
  const facts = status.kind === 'loading' ? undefined : status.facts;
  const warnings = facts?.warnings ?? [];
  const standing = status.kind === 'valid' ? (warnings.length > 0 ? 'warning' : 'ok') : 'error';
  const analyses = facts?.limits.find(({ name }) => name === 'analyses');
  const left = analyses?.used == null ? 0 : Math.max(0, analyses.limit - analyses.used);
  return {
    measurement: 'licensing',
    time: nanoseconds(now),
    tags: { service: SERVICE, license_status: standing },
    fields: {
      ...(rest === 'period' ? { license_period_rest: facts?.daysLeft ?? 0 } : { liveness_balance: left }),
      warnings: warnings.join('; '),
      errors: status.kind === 'refused' ? status.message : '',
    },
  };
}

function nanoseconds(ms: number): bigint {
  return BigInt(Math.round(ms)) * 1_000_000n;
}
