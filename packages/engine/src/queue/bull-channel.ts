import { EventEmitter, once } from 'node:events';
import { limitedSignal } from '@presence/protocol';
import { type JobState, Queue, QueueEvents, type QueueEventsListener, QueueEventsProducer } from 'bullmq';
import type { QueueStats } from '../model/analysis-queue.ts';
import { EngineError } from '../model/engine-error.ts';
import type { Log } from '../model/log.ts';
import type { QueueName } from '../model/queues.data.ts';
import type { RemoteOrder } from './remote-order.ts';

/** Names of the two kinds of job. */
export const ANALYSIS = 'analysis';
export const ORDER = 'order';

export interface BullOptions {
  /** `redis://:password@host:port/db`, or `rediss://` for TLS. */
  readonly url: string;
  /** Start of every key in Redis, so that several installations can share one. */
  readonly prefix: string;
  readonly log: Log;
}

/** States of a job that is not over yet. */
const HELD: readonly (JobState | 'unknown')[] = ['waiting', 'active', 'delayed', 'prioritized'];
/** What the queue's window shows of the past. Ours, 2026-11-22. */
const KEPT = {
  removeOnComplete: { age: 3_600, count: 1_000 },
  removeOnFail: { age: 7 * 24 * 3_600, count: 1_000 },
} as const;
const CONNECT_TIMEOUT_MS = 5_000;
const CLOSE_TIMEOUT_MS = 1_000;
/** An event that was missed while Redis was away costs this much, in milliseconds. */
const LOOK_AGAIN_MS = 1_000;

interface CancelEvents extends QueueEventsListener {
  readonly cancel: (event: { readonly jobId: string }) => void;
}

/** One queue in Redis as everyone sees it who hands in work or waits for it. */
export class BullChannel {
  readonly name: QueueName;
  readonly queue: Queue;
  readonly events: QueueEvents;
  readonly #producer: QueueEventsProducer;
  readonly #changes = new EventEmitter().setMaxListeners(0);

  private constructor(name: QueueName, { url, prefix, log }: BullOptions) {
    this.name = name;
    // A request must not hang while Redis is away; what listens may wait for it.
    const impatient = { prefix, connection: { url, maxRetriesPerRequest: 1, enableOfflineQueue: false } };
    this.queue = new Queue(name, { ...impatient, defaultJobOptions: KEPT });
    this.#producer = new QueueEventsProducer(name, impatient);
    this.events = new QueueEvents(name, { prefix, connection: { url, maxRetriesPerRequest: null } });
    const warn = (err: Error) => log.warn({ err }, 'the connection to Redis broke');
    this.queue.on('error', warn);
    this.#producer.on('error', warn);
    this.events.on('error', warn);
    for (const event of ['completed', 'failed', 'removed'] as const)
      this.events.on(event, () => void this.#changes.emit('change'));
  }

  /** @throws EngineError `storage_failed` if Redis does not answer */
  static async open(name: QueueName, options: BullOptions): Promise<BullChannel> {
    const channel = new BullChannel(name, options);
    const parts = [channel.queue, channel.#producer, channel.events];
    const answered = Promise.all(parts.map((part) => part.waitUntilReady())).then(() => true);
    const late = new Promise<false>((resolve) => setTimeout(resolve, CONNECT_TIMEOUT_MS, false).unref());
    if (await Promise.race([answered.catch(() => false), late])) return channel;
    await channel.close();
    const { host } = new URL(options.url);
    throw new EngineError(
      'storage_failed',
      `Cannot connect to Redis at ${host}. Check ENGINE_REDIS_URL and the server.`,
    );
  }

  /** Puts ids into the queue that are not in it. One that is over is put in again. */
  async add(ids: readonly string[]): Promise<void> {
    await Promise.all(ids.map((id) => this.#forgetIfOver(id)));
    await this.queue.addBulk(ids.map((jobId) => ({ name: ANALYSIS, data: {}, opts: { jobId } })));
  }

  /** Puts an order into the queue and waits until somebody has carried it out. Nothing of it is kept. */
  async order(order: RemoteOrder, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const jobId = order.folderId;
    const opts = { jobId, removeOnComplete: true, removeOnFail: true };
    const job = await this.queue.add(ORDER, order, opts);
    const aborted = once(signal, 'abort').then(() => {
      throw signal.reason;
    });
    try {
      await Promise.race([job.waitUntilFinished(this.events), aborted]);
    } catch (error) {
      if (signal.aborted) await this.cancel(jobId);
      throw error;
    }
  }

  async #forgetIfOver(id: string): Promise<void> {
    const state = await this.queue.getJobState(id);
    if (state === 'completed' || state === 'failed') await this.queue.remove(id);
  }

  /** Takes a waiting job out; whoever is at work on it is told. */
  async cancel(id: string): Promise<void> {
    if (!(await this.holds([id]))) return;
    await this.queue.remove(id).catch(() => 0); // Refused while somebody works on it.
    await this.#producer.publishEvent({ eventName: 'cancel', jobId: id });
  }

  onCancel(listener: (id: string) => void): void {
    const heard: CancelEvents['cancel'] = ({ jobId }) => listener(jobId);
    this.events.on<CancelEvents>('cancel', heard);
  }

  async holds(ids: readonly string[]): Promise<boolean> {
    const states = await Promise.all(ids.map((id) => this.queue.getJobState(id)));
    return states.some((state) => HELD.includes(state));
  }

  /** Resolves when something may have changed, when the signal fires, or after a while. */
  async change(signal: AbortSignal): Promise<void> {
    const limit = limitedSignal(signal, LOOK_AGAIN_MS);
    await once(this.#changes, 'change', { signal: limit.signal })
      .catch(() => undefined)
      .finally(limit.release);
  }

  async stats(): Promise<QueueStats> {
    const counts = await this.queue.getJobCounts('waiting', 'delayed', 'prioritized', 'active');
    const { waiting = 0, delayed = 0, prioritized = 0, active = 0 } = counts;
    return { waiting: waiting + delayed + prioritized, running: active };
  }

  /** Wakes everyone who waits for a change. */
  wake(): void {
    this.#changes.emit('change');
  }

  async close(): Promise<void> {
    const parts = [this.queue, this.#producer, this.events];
    const closed = Promise.allSettled(parts.map((part) => part.close()));
    const late = new Promise((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref());
    await Promise.race([closed, late]);
    // Without Redis nobody confirms the end.
    for (const part of parts) part.disconnect().catch(() => undefined);
  }
}
