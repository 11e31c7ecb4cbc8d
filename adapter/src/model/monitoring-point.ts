/**
 * One point of a monitoring series, in the shape LUNA's monitoring documents (`convertPointToDict`): the series, the time
 * in nanoseconds since the epoch, indexed tags (texts) and fields that are not indexed.
 */
export interface MonitoringPoint {
  readonly measurement: 'requests' | 'errors' | 'usages_statistic' | 'licensing';
  readonly time: bigint;
  readonly tags: Readonly<Record<string, string>>;
  /** A whole number is written as an integer where the field counts; `execution_time` is seconds. */
  readonly fields: Readonly<Record<string, string | number>>;
}

/** Takes points; never throws and never waits. */
export type AddPoints = (points: readonly MonitoringPoint[]) => void;
