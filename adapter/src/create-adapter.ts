import type { RequestListener } from 'node:http';
import type { DestinationStream } from 'pino';
import { createApp } from './app.ts';
import { compose } from './compose.ts';
import type { LoadConfigInput, LoadedConfig } from './config/load-config.ts';
import { watchConfig } from './config/watch-config.ts';
import type { Fetch } from './forward/oz-call.ts';
import { type Clock, SYSTEM_CLOCK } from './model/clock.ts';
import type { ConfigState } from './model/config-state.ts';
import { createLogger } from './monitoring/logger.ts';
import { openResources } from './open-resources.ts';

/** Ms between two looks at the configuration's files, ours: a change is in force within two of them. */
const LOOK_EVERY_MS = 1000;

export interface AdapterOptions {
  readonly loaded: LoadedConfig;
  readonly version: string;
  /** What `loaded` came from: its files are watched, and a valid change is put into force. Without it nothing is watched. */
  readonly watch?: LoadConfigInput;
  readonly watchEveryMs?: number;
  /** Where log lines go; standard output unless given. */
  readonly logTo?: DestinationStream;
  readonly clock?: Clock;
  readonly fetch?: Fetch;
}

/** A Web Adapter that can be mounted in any HTTP server. */
export interface Adapter {
  readonly app: RequestListener;
  /** Begins delivering what waits in the spool, and watching the configuration. */
  start(): Promise<void>;
  /**
   * Puts another configuration into force: requests from now on go by it, those under way end by the former one.
   * `host`, `port` and `data_dir` stay as they are. Rejects, and changes nothing, if it cannot be used.
   */
  apply(loaded: LoadedConfig): Promise<void>;
  /**
   * Answers whoever waits and stops deliveries; what is unfinished is resumed at the next start. Requests may go on until `drained`:
   * sessions and monitoring are there as long.
   */
  close(drained?: Promise<void>): Promise<void>;
}

/** Rejects if the browser SDK is not built or the data folder cannot be used; never because of the licence. */
export async function createAdapter(options: AdapterOptions): Promise<Adapter> {
  const { version, clock = SYSTEM_CLOCK, fetch: fetchIt = fetch } = options;
  const logger = createLogger(options.loaded.config.log_level, options.logTo);
  const resources = await openResources(options.loaded.config, {
    logger,
    clock,
    fetch: fetchIt,
    version,
    onFinished: (session) => current.onFinished(session),
  });
  const { metrics, queue } = resources;
  let state: ConfigState = { appliedAt: clock.now(), refusal: undefined };
  const make = async (loaded: LoadedConfig) => {
    const parts = await compose({ loaded, resources, configState: () => state });
    for (const warning of loaded.warnings) logger.warn({}, warning);
    return { ...parts, app: createApp(parts) };
  };
  let current = await make(options.loaded);
  // The same client for deliveries and best shots, and so one login.
  queue.reconfigure({ config: options.loaded.config, ...current.backend });
  let started = false;
  let stopSweeping = () => {};
  let stopWatching = () => {};

  const apply = async (loaded: LoadedConfig) => {
    const next = await make(loaded);
    const former = current;
    stopSweeping();
    current = next;
    await former.close();
    state = { appliedAt: clock.now(), refusal: undefined };
    logger.level = loaded.config.log_level;
    queue.reconfigure({ config: loaded.config, ...next.backend });
    if (started) stopSweeping = next.sweep();
    metrics.configLoaded(true);
    logger.info({}, 'the configuration has changed and is in force');
  };
  const refuse = (problems: readonly string[]) => {
    state = { ...state, refusal: { at: clock.now(), problems } };
    metrics.configLoaded(false);
    logger.error({ problems }, 'the changed configuration is refused; the former one stays in force');
  };
  metrics.configLoaded(true);

  return {
    app: (request, response) => current.app(request, response),
    apply,
    start: async () => {
      started = true;
      stopSweeping = current.sweep();
      if (options.watch !== undefined)
        stopWatching = await watchConfig({
          input: options.watch,
          inForce: options.loaded,
          onLoaded: apply,
          onRefused: refuse,
          everyMs: options.watchEveryMs ?? LOOK_EVERY_MS,
        });
      await queue.start();
    },
    close: async (drained) => {
      stopWatching();
      resources.closing.abort();
      stopSweeping();
      await queue.close();
      await drained;
      await current.close();
      await resources.store.close();
      await resources.tracing.close();
    },
  };
}
