import type { Log } from '../model/log.ts';
import { type AnalysisExpiryContext, expireAnalyses } from './expire-analyses.ts';
import { clearRetired, type ExpiryContext, expireFolders } from './expire-folders.ts';
import { type SweepContext, sweepOrphans } from './sweep-orphans.ts';

export interface MaintenanceOptions extends ExpiryContext, AnalysisExpiryContext {
  readonly store: ExpiryContext['store'];
  readonly queue: ExpiryContext['queue'];
  readonly now: ExpiryContext['now'];
  /** Whether this process removes what is over its time; that analyses wait in vain is everybody's to notice. */
  readonly removes: boolean;
  readonly blobs: ExpiryContext['blobs'] & SweepContext['blobs'];
  readonly retentionDays: number;
  /** How often what is over its time is looked for. */
  readonly everyMs: number;
  readonly log: Log;
}

export interface Maintenance {
  start(): void;
  /** There is something to be removed now. */
  wake(): void;
  close(): Promise<void>;
}

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** How long the log of messages to webhooks is kept. Ours, 2026-11-22. */
const MESSAGE_LOG_MS = 30 * DAY_MS;
/** Every so often the processes ask whose turn it is. */
const MOST_LOOK_MS = 60_000;
/** Documented as `OZ_ANALYSE_EXPIRE_BEAT_PERIOD`, a minute; less, so that no process finds its own last turn still going. */
const EXPIRY_MS = 50_000;

/** What is done beside the requests. Of several processes with one store, one does each thing at a time. */
export function createMaintenance(options: MaintenanceOptions): Maintenance {
  const { everyMs, log } = options;
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> | undefined;
  let again = false;
  const wake = () => {
    again = turn !== undefined;
    if (stop.signal.aborted || turn !== undefined) return;
    turn = takeTurn(options, stop.signal)
      .catch((err: unknown) => log.warn({ err }, 'maintenance failed and is tried again'))
      .finally(() => {
        turn = undefined;
        if (again) wake();
      });
  };
  return {
    start() {
      timer = setInterval(wake, Math.min(everyMs, MOST_LOOK_MS)).unref();
      wake();
    },
    wake,
    async close() {
      stop.abort();
      clearInterval(timer);
      await turn;
    },
  };
}

async function takeTurn(options: MaintenanceOptions, signal: AbortSignal): Promise<void> {
  const { store, everyMs, retentionDays, now, log } = options;
  const mine = (task: string, ms: number) => store.agreement.take(task, now(), now() + ms);
  if (await mine('expire analyses', Math.min(everyMs, EXPIRY_MS))) await expireAnalyses(options, signal);
  if (!options.removes) return;
  const retired = await clearRetired(options, signal);
  if (retired > 0) log.info({ folders: retired }, 'folders of deleted companies removed');
  if (await mine('expire', everyMs)) {
    const expired = await expireFolders(options, retentionDays, signal);
    if (expired > 0) log.info({ folders: expired }, 'folders removed that were over their time');
    await store.accounts.deleteSessionsExpiredBefore(now() - DAY_MS);
    await store.webhooks.forgetBefore(now() - MESSAGE_LOG_MS);
  }
  if (await mine('sweep', DAY_MS)) {
    const files = await sweepOrphans(options, signal);
    if (files > 0) log.info({ files }, 'files removed that belonged to nothing');
  }
}
