import type { Express } from 'express';
import type { DestinationStream } from 'pino';
import { createApp } from './app.ts';
import { compose } from './compose.ts';
import type { LoadedConfig } from './config/load-config.ts';
import type { Fetch } from './forward/oz-call.ts';
import { type Clock, SYSTEM_CLOCK } from './model/clock.ts';
import { createLogger } from './monitoring/logger.ts';

export interface AdapterOptions {
  readonly loaded: LoadedConfig;
  readonly version: string;
  /** Where log lines go; standard output unless given. */
  readonly logTo?: DestinationStream;
  readonly clock?: Clock;
  readonly fetch?: Fetch;
}

/** A Web Adapter that can be mounted in any HTTP server. */
export interface Adapter {
  readonly app: Express;
  /** Begins delivering what waits in the spool. */
  start(): Promise<void>;
  /** Answers whoever waits and stops deliveries; what is unfinished is resumed at the next start. */
  close(): Promise<void>;
}

/** Rejects if the browser SDK is not built or the data folder cannot be used; never because of the licence. */
export async function createAdapter(options: AdapterOptions): Promise<Adapter> {
  const { loaded, version, clock = SYSTEM_CLOCK, fetch: fetchIt = fetch } = options;
  const logger = createLogger(loaded.config.log_level, options.logTo);
  const parts = await compose({ loaded, logger, clock, fetch: fetchIt, version });
  for (const warning of loaded.warnings) logger.warn({}, warning);
  let stopSweeping = () => {};
  return {
    app: createApp(parts),
    start: async () => {
      stopSweeping = parts.sweep();
      await parts.queue.start();
    },
    close: async () => {
      parts.closing.abort();
      stopSweeping();
      parts.licence.close();
      await parts.queue.close();
    },
  };
}
