import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AdapterError } from '../model/adapter-error.ts';
import type { Logger } from '../model/logger.ts';
import type { MonitoringPoint } from '../model/monitoring-point.ts';
import type { MonitoringSink } from './monitoring-sink.ts';

/**
 * What a monitoring plug-in is: LUNA's `BaseRequestMonitoringPlugin`, whose hook it must implement. The module exports
 * `createMonitoringPlugin()`, which makes one instance for a run of the program.
 */
export interface MonitoringPlugin {
  /** Called once before the first point. */
  initialize?(): Promise<void> | void;
  /** Called after the end of a request with its points, and for points that belong to none. */
  flushPointToMonitoring(points: readonly MonitoringPoint[], logger: Logger): Promise<void> | void;
  /** Stops and closes all connections. */
  close?(): Promise<void> | void;
}

/** Loads a plug-in from a path below `cwd` or a package; rejects with what is wrong with it. */
export async function pluginSink(name: string, cwd: string, logger: Logger): Promise<MonitoringSink> {
  const plugin = await loadPlugin(name, cwd);
  let failed = false;
  const noteFailure = (error: unknown) => {
    if (!failed)
      logger.warn(
        { plugin: name, err: error },
        'a monitoring plug-in failed; further failures are not logged',
      );
    failed = true;
  };
  return {
    add: (points) => {
      // Inside the promise, so that a plug-in that throws at once harms nobody either.
      void Promise.resolve()
        .then(() => plugin.flushPointToMonitoring(points, logger))
        .catch(noteFailure);
    },
    close: async () => {
      await Promise.resolve(plugin.close?.()).catch(noteFailure);
    },
  };
}

async function loadPlugin(name: string, cwd: string): Promise<MonitoringPlugin> {
  const address = /^[./]/.test(name) ? pathToFileURL(resolve(cwd, name)).href : name;
  try {
    const module: unknown = await import(address);
    const create = memberOf(module, 'createMonitoringPlugin');
    if (typeof create !== 'function') throw new Error('it exports no function createMonitoringPlugin');
    const made: unknown = await create();
    if (!isPlugin(made)) throw new Error('what it makes has no method flushPointToMonitoring');
    await made.initialize?.();
    return made;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AdapterError('internal_error', `The monitoring plug-in ${name} cannot be used: ${reason}.`, {
      cause,
    });
  }
}

function isPlugin(value: unknown): value is MonitoringPlugin {
  return typeof memberOf(value, 'flushPointToMonitoring') === 'function';
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
