import type { RequestHandler } from 'express';
import type { AnalysisQueue, HandleAnalysis, QueueStats } from '../model/analysis-queue.ts';
import { createBoard } from './bull-board.ts';
import { BullChannel, type BullOptions } from './bull-channel.ts';
import { type BullWorker, startBullWorker } from './bull-worker.ts';
import { InProcessQueue, shuttingDown } from './in-process-queue.ts';
import type { CarryOut, RemoteOrder } from './remote-order.ts';

export interface BullQueueOptions extends BullOptions {
  /** Analyses this process works off at once. */
  readonly concurrency: number;
  readonly maxWaitingTasks: number;
  /** Undefined: this process only hands work in. */
  readonly work: { readonly handle: HandleAnalysis; readonly carryOut: CarryOut } | undefined;
}

/**
 * The queue in Redis that several processes share. A job that loses its worker is given to another; what Redis forgets is
 * still in the store, from where unfinished analyses are handed in again.
 * @throws EngineError `storage_failed` if Redis does not answer
 */
export async function openBullQueue(options: BullQueueOptions): Promise<BullQueue> {
  const channel = await BullChannel.open(options);
  const worker = options.work && startBullWorker(channel, { ...options, ...options.work });
  return new BullQueue(channel, worker, options);
}

export class BullQueue implements AnalysisQueue {
  readonly #channel: BullChannel;
  readonly #worker: BullWorker | undefined;
  readonly #options: BullQueueOptions;
  /** Tasks that are stored nowhere cannot leave this process. */
  readonly #tasks: InProcessQueue;
  #closed = false;

  constructor(channel: BullChannel, worker: BullWorker | undefined, options: BullQueueOptions) {
    this.#channel = channel;
    this.#worker = worker;
    this.#options = options;
    this.#tasks = new InProcessQueue({ ...options, handle: async () => ({ kind: 'done' }) });
  }

  async enqueue(analysisIds: readonly string[]): Promise<void> {
    if (this.#closed || analysisIds.length === 0) return;
    try {
      await this.#channel.add(analysisIds);
    } catch (err) {
      // The store knows them: they are handed in again with the next look at what is unfinished.
      this.#options.log.error({ err, analyses: analysisIds.length }, 'analyses could not be handed to Redis');
    }
  }

  async cancel(analysisIds: readonly string[]): Promise<void> {
    for (const id of analysisIds) await this.#channel.cancel(id);
  }

  async settled(analysisIds: readonly string[], signal: AbortSignal): Promise<void> {
    for (;;) {
      if (this.#closed) throw shuttingDown();
      signal.throwIfAborted();
      const change = this.#channel.change(signal);
      if (!(await this.#channel.holds(analysisIds))) return;
      await change;
    }
  }

  runNow<T>(task: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    return this.#tasks.runNow(task, signal);
  }

  /**
   * Has an order carried out by whoever takes work from this queue.
   * @throws EngineError `shutting_down`; the signal's reason when it fires
   */
  async order(order: RemoteOrder, signal: AbortSignal): Promise<void> {
    if (this.#closed) throw shuttingDown();
    await this.#channel.order(order, signal);
  }

  /** The queue's window, for `path`. */
  board(path: string): RequestHandler {
    return createBoard(this.#channel.queue, path);
  }

  async stats(): Promise<QueueStats> {
    if (this.#closed) return { waiting: 0, running: 0 };
    const counts = await this.#channel.queue.getJobCounts('waiting', 'delayed', 'prioritized', 'active');
    const { waiting = 0, delayed = 0, prioritized = 0, active = 0 } = counts;
    return { waiting: waiting + delayed + prioritized, running: active };
  }

  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    this.#channel.wake();
    await Promise.all([this.#tasks.close(graceMs), this.#worker?.close(graceMs)]);
    await this.#channel.close();
  }
}
