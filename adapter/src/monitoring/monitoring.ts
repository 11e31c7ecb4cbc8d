import type { AdapterConfig } from '../model/adapter-config.ts';
import type { Logger } from '../model/logger.ts';
import type { AddPoints } from '../model/monitoring-point.ts';
import { type InfluxConfig, influxSink } from './influx-sink.ts';
import type { MonitoringSink } from './monitoring-sink.ts';
import { pluginSink } from './plugin-sink.ts';

const NANOSECONDS_A_MS = 1_000_000n;

/** The sinks of one configuration. */
export interface Monitoring {
  readonly add: AddPoints;
  close(): Promise<void>;
}

export type MonitoringConfig = InfluxConfig & Pick<AdapterConfig, 'monitoring_plugins'>;

/** Rejects if a plug-in cannot be used. Without any sink points cost nothing. */
export async function openMonitoring(
  config: MonitoringConfig,
  cwd: string,
  logger: Logger,
): Promise<Monitoring> {
  const plugins = await Promise.all(config.monitoring_plugins.map((name) => pluginSink(name, cwd, logger)));
  const sinks: readonly MonitoringSink[] = [
    ...plugins,
    ...(config.influx_url === null ? [] : [influxSink(config.influx_url, config, logger)]),
  ];
  let round = 0n;
  let open = true;
  return {
    add: (points) => {
      // Requests that began before the end tell of themselves after it, and sinks that are closed take nothing.
      if (!open) return;
      // A database takes two points of one series and one time for the same and keeps the latter; our clock has milliseconds.
      round = (round + 1n) % NANOSECONDS_A_MS;
      const apart = points.map((point) => ({ ...point, time: point.time + round }));
      for (const sink of sinks) sink.add(apart);
    },
    close: async () => {
      open = false;
      await Promise.all(sinks.map((sink) => sink.close()));
    },
  };
}
