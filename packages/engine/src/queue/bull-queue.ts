import type { RequestHandler } from 'express';
import type { AnalysisQueue, HandleAnalysis, QueuedAnalysis, QueueSizes } from '../model/analysis-queue.ts';
import { QUEUES, type QueueName, queueOf } from '../model/queues.data.ts';
import { createBoard } from './bull-board.ts';
import { BullChannel, type BullOptions } from './bull-channel.ts';
import { type BullWorker, startBullWorker } from './bull-worker.ts';
import { InProcessQueue, shuttingDown } from './in-process-queue.ts';
import { type CarryOut, queueOfOrder, type RemoteOrder } from './remote-order.ts';

export interface BullQueueOptions extends BullOptions {
  /** Analyses of each queue that this process works off at once. */
  readonly concurrency: number;
  readonly maxWaitingTasks: number;
  /** Undefined: this process only hands work in. */
  readonly work: BullWork | undefined;
}

interface BullWork {
  readonly handle: HandleAnalysis;
  readonly carryOut: CarryOut;
  /** The queues it takes work from. */
  readonly queues: readonly QueueName[];
}

type Channels = ReadonlyMap<QueueName, BullChannel>;

/**
 * The queues in Redis that several processes share. A job that loses its worker is given to another; what Redis forgets is
 * still in the store, from where unfinished analyses are handed in again.
 * @throws EngineError `storage_failed` if Redis does not answer
 */
export async function openBullQueue(options: BullQueueOptions): Promise<BullQueue> {
  const { work } = options;
  const channels = await openChannels(options);
  const workers = [...channels.values()].flatMap((channel) =>
    work?.queues.includes(channel.name) ? [startBullWorker(channel, { ...options, ...work })] : [],
  );
  return new BullQueue(channels, workers, options);
}

async function openChannels(options: BullOptions): Promise<Channels> {
  const opened = await Promise.allSettled(QUEUES.map((name) => BullChannel.open(name, options)));
  const channels = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = opened.find((one) => one.status === 'rejected');
  if (failed === undefined) return new Map(channels.map((channel) => [channel.name, channel]));
  await Promise.all(channels.map((channel) => channel.close()));
  throw failed.reason;
}

export class BullQueue implements AnalysisQueue {
  readonly #channels: Channels;
  readonly #workers: readonly BullWorker[];
  readonly #options: BullQueueOptions;
  /** Tasks that are stored nowhere cannot leave this process. */
  readonly #tasks: InProcessQueue;
  #closed = false;

  constructor(channels: Channels, workers: readonly BullWorker[], options: BullQueueOptions) {
    this.#channels = channels;
    this.#workers = workers;
    this.#options = options;
    this.#tasks = new InProcessQueue({ ...options, handle: async () => ({ kind: 'done' }) });
  }

  async enqueue(analyses: readonly QueuedAnalysis[]): Promise<void> {
    if (this.#closed) return;
    for (const [name, channel] of this.#channels) {
      const own = analyses.filter(({ type }) => queueOf(type) === name);
      try {
        if (own.length > 0) await channel.add(own.map(({ analysisId }) => analysisId));
      } catch (err) {
        // The store knows them: they are handed in again with the next look at what is unfinished.
        this.#options.log.error({ err, analyses: own.length }, 'analyses could not be handed to Redis');
      }
    }
  }

  async cancel(analysisIds: readonly string[]): Promise<void> {
    for (const id of analysisIds) for (const channel of this.#channels.values()) await channel.cancel(id);
  }

  async settled(analysisIds: readonly string[], signal: AbortSignal): Promise<void> {
    const channels = [...this.#channels.values()];
    for (;;) {
      if (this.#closed) throw shuttingDown();
      signal.throwIfAborted();
      const change = Promise.race(channels.map((channel) => channel.change(signal)));
      const held = await Promise.all(channels.map((channel) => channel.holds(analysisIds)));
      if (!held.includes(true)) return;
      await change;
    }
  }

  runNow<T>(task: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    return this.#tasks.runNow(task, signal);
  }

  /**
   * Has an order carried out by whoever takes work from its queue.
   * @throws EngineError `shutting_down`; the signal's reason when it fires
   */
  async order(order: RemoteOrder, signal: AbortSignal): Promise<void> {
    if (this.#closed) throw shuttingDown();
    await this.#channels.get(queueOfOrder(order))?.order(order, signal);
  }

  /** The queues' window, for `path`. */
  board(path: string): RequestHandler {
    return createBoard(
      [...this.#channels.values()].map(({ queue }) => queue),
      path,
    );
  }

  async sizes(): Promise<QueueSizes> {
    const none = { waiting: 0, running: 0 };
    const of = async (name: QueueName) =>
      this.#closed ? none : ((await this.#channels.get(name)?.stats()) ?? none);
    const [tfss, regula] = await Promise.all([of('tfss'), of('regula')]);
    return { tfss, regula };
  }

  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    const channels = [...this.#channels.values()];
    for (const channel of channels) channel.wake();
    await Promise.all([this.#tasks.close(graceMs), ...this.#workers.map((worker) => worker.close(graceMs))]);
    await Promise.all(channels.map((channel) => channel.close()));
  }
}
