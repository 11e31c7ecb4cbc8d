import { FRAME_TIME_RULES } from './unpack-limits.data.ts';

/**
 * When each frame was taken, milliseconds from the first one. The client's claim (`frame_times_ms` of the media's meta
 * data) is used when it can be true: one number per frame, rising, of a plausible length. It only ever says how long
 * a gesture was held. Otherwise ten frames a second are assumed.
 */
export function frameTimes(metaData: Readonly<Record<string, unknown>>, count: number): readonly number[] {
  return claimedTimes(metaData.frame_times_ms, count) ?? assumedTimes(count);
}

function claimedTimes(claim: unknown, count: number): readonly number[] | undefined {
  if (!Array.isArray(claim) || claim.length !== count) return undefined;
  if (!claim.every((time): time is number => typeof time === 'number' && Number.isFinite(time)))
    return undefined;
  const first = claim[0] ?? 0;
  const times = claim.map((time) => time - first);
  const rises = times.every((time, index) => {
    const before = times[index - 1];
    return before === undefined || time - before >= FRAME_TIME_RULES.minStepMs;
  });
  return rises && (times.at(-1) ?? 0) <= FRAME_TIME_RULES.maxDurationMs ? times : undefined;
}

function assumedTimes(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index * FRAME_TIME_RULES.assumedStepMs);
}
