import type { AnalysisObserver, AnalysisQueue } from '../model/analysis-queue.ts';
import type { Clock } from '../model/clock.ts';
import type { Log } from '../model/log.ts';
import type { Store } from '../model/store.ts';

export interface AnalysisExpiryContext {
  readonly store: { readonly analyses: Pick<Store['analyses'], 'expire'> };
  readonly queue: Pick<AnalysisQueue, 'cancel'>;
  readonly observer: Pick<AnalysisObserver, 'finished'>;
  /** How long an analysis may wait for a worker, milliseconds; 0 for ever. */
  readonly waitMs: number;
  readonly now: Clock;
  readonly log: Log;
}

/** Analyses failed at once. */
const BATCH = 100;
const MINUTE_MS = 60_000;

/**
 * Fails analyses that nobody has taken up for too long, so that whoever polls them learns it: all workers may be gone, or have
 * too much to do. Documented as `OZ_ANALYSE_DELIVERY_EXPIRE_TIMEOUT`; what is being worked on has a limit of its own
 * (`queue/analysis-handler.ts`).
 * @returns how many
 */
export async function expireAnalyses(context: AnalysisExpiryContext, signal: AbortSignal): Promise<number> {
  const { store, queue, observer, waitMs, now, log } = context;
  if (waitMs === 0) return 0;
  const minutes = Math.round(waitMs / MINUTE_MS);
  const message = `Expired: no worker took this analysis up for ${minutes} minutes. Ask for it again.`;
  let expired = 0;
  while (!signal.aborted) {
    const some = await store.analyses.expire(now() - waitMs, BATCH, message, now());
    await queue.cancel(some.map(({ analysisId }) => analysisId));
    for (const { type, timeCreated } of some) observer.finished(type, 'FAILED', (now() - timeCreated) / 1000);
    expired += some.length;
    if (some.length < BATCH) break;
  }
  if (expired > 0) log.warn({ analyses: expired, minutes }, 'analyses expired: no worker took them up');
  return expired;
}
