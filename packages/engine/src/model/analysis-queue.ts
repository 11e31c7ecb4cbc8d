import type { QueueName } from './queues.data.ts';
import type { AnalysisRecord } from './records.ts';

export interface QueueStats {
  readonly waiting: number;
  readonly running: number;
}

/** How much each queue holds. */
export type QueueSizes = Readonly<Record<QueueName, QueueStats>>;

/** What a queue needs to know of an analysis: its type names the queue. */
export type QueuedAnalysis = Pick<AnalysisRecord, 'analysisId' | 'type'>;

/**
 * Order in which analyses are worked off: several queues, each with its own bound on how many at once, so that none waits
 * behind another. The store, not the queue, is what survives a crash.
 */
export interface AnalysisQueue {
  enqueue(analyses: readonly QueuedAnalysis[]): Promise<void>;
  /** Drops waiting and aborts running work on these analyses. */
  cancel(analysisIds: readonly string[]): Promise<void>;
  /**
   * Resolves when none of these is waiting or running any more.
   * @throws EngineError `shutting_down`; the signal's reason when it fires
   */
  settled(analysisIds: readonly string[], signal: AbortSignal): Promise<void>;
  /**
   * Runs a task that is stored nowhere within the same bound on concurrency.
   * @throws EngineError `busy` when too many are waiting, `shutting_down`
   */
  runNow<T>(task: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T>;
  sizes(): Promise<QueueSizes>;
  /** Takes no more work, gives running work `graceMs` to finish, then aborts it. */
  close(graceMs: number): Promise<void>;
}

/** `retry`: try again after this many milliseconds; until then the analysis counts as waiting. */
export type HandlingOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'retry'; readonly delayMs: number };

/** Works off one stored analysis. */
export type HandleAnalysis = (analysisId: string, signal: AbortSignal) => Promise<HandlingOutcome>;

/** Told about every step of the work; feeds the metrics. */
export interface AnalysisObserver {
  received(type: string): void;
  finished(type: string, resolution: string, seconds: number): void;
  retried(type: string): void;
}
