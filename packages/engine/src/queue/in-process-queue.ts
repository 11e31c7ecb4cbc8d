import type { AnalysisQueue, HandleAnalysis, QueuedAnalysis, QueueSizes } from '../model/analysis-queue.ts';
import { EngineError } from '../model/engine-error.ts';
import type { Log } from '../model/log.ts';
import { QUEUES, type QueueName, queueOf } from '../model/queues.data.ts';

export interface InProcessQueueOptions {
  /** Of each queue at once; what `runNow` is given counts to the first one. */
  readonly concurrency: number;
  /** Tasks that may wait in `runNow` before the next is refused as `busy`. */
  readonly maxWaitingTasks: number;
  /** Works off one analysis. Must not reject; a rejection is logged and the analysis waits for the next start. */
  readonly handle: HandleAnalysis;
  readonly log: Log;
}

interface Job {
  readonly queue: QueueName;
  /** Undefined for a task of `runNow`, which is nobody's analysis. */
  readonly analysisId: string | undefined;
  readonly controller: AbortController;
  readonly run: (signal: AbortSignal) => Promise<void>;
  readonly refuse: (error: EngineError) => void;
}

/** An analysis that is to be tried again. */
interface Delay {
  readonly queue: QueueName;
  readonly timer: NodeJS.Timeout;
}

/** Bounded concurrency in this process. Holds ids only; whoever starts it enqueues what the store says is unfinished. */
export class InProcessQueue implements AnalysisQueue {
  readonly #options: InProcessQueueOptions;
  readonly #waiting: Job[] = [];
  readonly #running = new Set<Job>();
  /** Ids that are waiting, running or to be tried again. */
  readonly #held = new Set<string>();
  readonly #delayed = new Map<string, Delay>();
  readonly #listeners = new Set<() => void>();
  #closed = false;

  constructor(options: InProcessQueueOptions) {
    this.#options = options;
  }

  async enqueue(analyses: readonly QueuedAnalysis[]): Promise<void> {
    if (this.#closed) return; // Still in the store: the next start picks it up.
    for (const { analysisId, type } of analyses) {
      if (this.#held.has(analysisId)) continue;
      this.#held.add(analysisId);
      this.#waiting.push(this.#analysisJob(analysisId, queueOf(type)));
    }
    this.#fill();
  }

  async cancel(analysisIds: readonly string[]): Promise<void> {
    for (const id of analysisIds) {
      const running = [...this.#running].find((job) => job.analysisId === id);
      if (running) {
        running.controller.abort(); // Held until its handler returns.
        continue;
      }
      clearTimeout(this.#delayed.get(id)?.timer);
      this.#delayed.delete(id);
      this.#held.delete(id);
      const index = this.#waiting.findIndex((job) => job.analysisId === id);
      if (index >= 0) this.#waiting.splice(index, 1);
    }
    this.#announce();
  }

  settled(analysisIds: readonly string[], signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        this.#listeners.delete(look);
        signal.removeEventListener('abort', stop);
        settle();
      };
      const stop = () => finish(() => reject(signal.reason));
      const look = () => {
        if (this.#closed) finish(() => reject(shuttingDown()));
        else if (!analysisIds.some((id) => this.#held.has(id))) finish(resolve);
      };
      this.#listeners.add(look);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      else look();
    });
  }

  runNow<T>(task: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.#closed) return Promise.reject(shuttingDown());
    const tasks = this.#waiting.filter((job) => job.analysisId === undefined).length;
    if (tasks >= this.#options.maxWaitingTasks)
      return Promise.reject(
        new EngineError(
          'busy',
          `${tasks} synchronous requests are waiting already. Try again in a few seconds.`,
        ),
      );
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        queue: 'tfss',
        analysisId: undefined,
        controller: new AbortController(),
        run: async (stop) => {
          await task(AbortSignal.any([stop, signal])).then(resolve, reject);
        },
        refuse: reject,
      });
      this.#fill();
    });
  }

  async sizes(): Promise<QueueSizes> {
    const of = (name: QueueName) => {
      const count = (parts: Iterable<{ readonly queue: QueueName }>) =>
        [...parts].filter(({ queue }) => queue === name).length;
      return {
        waiting: count(this.#waiting) + count(this.#delayed.values()),
        running: count(this.#running),
      };
    };
    return { tfss: of('tfss'), regula: of('regula') };
  }

  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    for (const { timer } of this.#delayed.values()) clearTimeout(timer);
    this.#delayed.clear();
    for (const job of this.#waiting.splice(0)) job.refuse(shuttingDown());
    this.#announce();
    const idle = this.#idle();
    const abort = setTimeout(() => {
      for (const job of this.#running) job.controller.abort();
    }, graceMs);
    await idle;
    clearTimeout(abort);
  }

  #idle(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.#running.size > 0) return;
        this.#listeners.delete(look);
        resolve();
      };
      this.#listeners.add(look);
      look();
    });
  }

  #analysisJob(analysisId: string, queue: QueueName): Job {
    return {
      queue,
      analysisId,
      controller: new AbortController(),
      run: async (signal) => {
        const outcome = await this.#options.handle(analysisId, signal);
        if (outcome.kind === 'retry' && !this.#closed && !signal.aborted)
          this.#delayed.set(analysisId, { queue, timer: this.#later(analysisId, queue, outcome.delayMs) });
      },
      refuse: () => {},
    };
  }

  #later(analysisId: string, queue: QueueName, delayMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#delayed.delete(analysisId);
      this.#waiting.push(this.#analysisJob(analysisId, queue));
      this.#fill();
    }, delayMs).unref();
  }

  #fill(): void {
    for (const name of QUEUES) this.#fillOne(name);
  }

  #fillOne(name: QueueName): void {
    const running = () => [...this.#running].filter(({ queue }) => queue === name).length;
    while (!this.#closed && running() < this.#options.concurrency) {
      const next = this.#waiting.findIndex(({ queue }) => queue === name);
      const [job] = next < 0 ? [] : this.#waiting.splice(next, 1);
      if (!job) return;
      this.#running.add(job);
      void this.#work(job);
    }
  }

  async #work(job: Job): Promise<void> {
    try {
      await job.run(job.controller.signal);
    } catch (error) {
      this.#options.log.error({ err: error, analysis_id: job.analysisId }, 'analysis handler failed');
    } finally {
      this.#running.delete(job);
      const { analysisId } = job;
      if (analysisId !== undefined && !this.#delayed.has(analysisId)) this.#held.delete(analysisId);
      this.#fill();
      this.#announce();
    }
  }

  #announce(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

export function shuttingDown(): EngineError {
  return new EngineError('shutting_down', 'The engine is stopping. Send the request again when it is back.');
}
