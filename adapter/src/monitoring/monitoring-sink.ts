import type { MonitoringPoint } from '../model/monitoring-point.ts';

/** Where points go. */
export interface MonitoringSink {
  /** Never throws and never waits. */
  add(points: readonly MonitoringPoint[]): void;
  /** Sends what is left, for a short time. */
  close(): Promise<void>;
}
