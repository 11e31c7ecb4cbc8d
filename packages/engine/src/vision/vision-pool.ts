import { EngineError } from '../model/engine-error.ts';
import type { GalleryChunk } from '../model/face-gallery.ts';
import type { FaceInspection, FrameSight, InspectionTasks } from '../model/frame-vision.ts';
import type { Log } from '../model/log.ts';
import type { ModelFiles } from '../model/model-files.ts';
import type { PadModel } from '../model/pad-model.ts';
import type { VisionTask } from './messages.ts';
import { PoolWorker, type WorkerAnswer } from './pool-worker.ts';
import type { RankedFace } from './rank-faces.ts';

export interface VisionPoolOptions {
  /** The compiled vision-worker.js. */
  readonly workerUrl: URL;
  readonly models: ModelFiles;
  /** Presentation-attack models an operator added. Default none. */
  readonly pads?: readonly PadModel[];
  /** Worker threads; each holds its own models, about 150 MB. */
  readonly threads: number;
  /** Frames that may wait for a worker. Default 512. */
  readonly maxQueued?: number;
  /** Milliseconds one frame may take before its worker is thrown away. Default 30 000. */
  readonly taskTimeoutMs?: number;
  readonly log?: Log;
}

interface Job {
  readonly task: VisionTask;
  readonly where: string;
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (error: unknown) => void;
  /** Workers that died over it. */
  deaths: number;
}

/** A frame whose worker dies is tried once more: the next death is the frame's doing. */
const MAX_DEATHS = 2;

/**
 * A bounded pool of vision workers. A worker that crashes or hangs is replaced; the frame it held is tried once more.
 * Waiting frames leave the queue when their signal fires; a frame in work is finished and its answer dropped.
 */
export class VisionPool {
  readonly threads: number;
  readonly #options: VisionPoolOptions;
  readonly #idle: PoolWorker[] = [];
  readonly #all = new Set<PoolWorker>();
  readonly #queue: Job[] = [];
  #closed = false;
  #listener: ((step: string, seconds: number) => void) | undefined;

  private constructor(options: VisionPoolOptions) {
    this.#options = options;
    this.threads = options.threads;
  }

  /** Starts the workers and waits for their models. @throws EngineError `config_invalid` when a worker cannot start. */
  static async create(options: VisionPoolOptions): Promise<VisionPool> {
    const pool = new VisionPool(options);
    try {
      await Promise.all(Array.from({ length: options.threads }, () => pool.#addWorker()));
    } catch (error) {
      await pool.close();
      throw error;
    }
    return pool;
  }

  /**
   * Faces of a picture.
   *
   * @param where names media and frame in messages.
   * @throws EngineError `invalid_structure` for a damaged picture, `busy` with the queue full, `internal` when workers
   *   died over it, `shutting_down`; the signal's reason.
   */
  async locate(picture: Uint8Array, where: string, signal: AbortSignal): Promise<FrameSight> {
    const answer = await this.#submit({ kind: 'locate', picture }, where, signal);
    if (answer.kind !== 'located') throw wrongAnswer(where);
    return answer.sight;
  }

  /** What the heavy models say about the face with these points. Throws as `locate` does. */
  async inspect(
    picture: Uint8Array,
    points: Float32Array,
    tasks: InspectionTasks,
    { where, signal }: { readonly where: string; readonly signal: AbortSignal },
  ): Promise<FaceInspection> {
    const answer = await this.#submit({ kind: 'inspect', picture, points, tasks }, where, signal);
    if (answer.kind !== 'inspected') throw wrongAnswer(where);
    return answer.inspection;
  }

  /** The faces most like `probe` among those of a chunk in shared memory, best first. Throws as `locate` does. */
  async rank(
    probe: Float32Array,
    { faces, count }: Pick<GalleryChunk, 'faces' | 'count'>,
    top: number,
    { where, signal }: { readonly where: string; readonly signal: AbortSignal },
  ): Promise<readonly RankedFace[]> {
    const answer = await this.#submit({ kind: 'rank', probe, faces, count, top }, where, signal);
    if (answer.kind !== 'ranked') throw wrongAnswer(where);
    return answer.ranked;
  }

  /** Tells how long each frame took a worker, by the kind of task. */
  watch(listener: (step: string, seconds: number) => void): void {
    this.#listener = listener;
  }

  /** Refuses what waits, stops the workers. Safe to call twice. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const job of this.#queue.splice(0)) job.reject(closedError());
    await Promise.all([...this.#all].map((worker) => worker.stop()));
    this.#all.clear();
    this.#idle.length = 0;
  }

  #submit(task: VisionTask, where: string, signal: AbortSignal): Promise<WorkerAnswer> {
    if (this.#closed) return Promise.reject(closedError());
    if (signal.aborted) return Promise.reject(signal.reason);
    const maxQueued = this.#options.maxQueued ?? 512;
    if (this.#queue.length >= maxQueued) {
      return Promise.reject(
        new EngineError('busy', `${maxQueued} frames are waiting for analysis already; try again later.`),
      );
    }
    return new Promise<WorkerAnswer>((resolve, reject) => {
      const onAbort = () => {
        const at = this.#queue.indexOf(job);
        if (at >= 0) this.#queue.splice(at, 1);
        reject(signal.reason);
      };
      const settle = () => signal.removeEventListener('abort', onAbort);
      const job: Job = {
        task,
        where,
        deaths: 0,
        resolve: (answer) => {
          settle();
          resolve(answer);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#queue.push(job);
      this.#dispatch();
    });
  }

  #dispatch(): void {
    for (;;) {
      const worker = this.#idle.at(-1);
      const job = this.#queue[0];
      if (worker === undefined || job === undefined) return;
      this.#idle.pop();
      this.#queue.shift();
      void this.#work(worker, job);
    }
  }

  /** Settles the job and gives the worker back; never rejects. */
  async #work(worker: PoolWorker, job: Job): Promise<void> {
    const started = performance.now();
    const outcome = await worker.run(job.task, this.#options.taskTimeoutMs ?? 30_000);
    this.#listener?.(job.task.kind, (performance.now() - started) / 1000);
    if (outcome.kind === 'dead') {
      this.#all.delete(worker);
      this.#afterDeath(job, outcome.reason);
      return;
    }
    this.#idle.push(worker);
    if (outcome.kind === 'failed') job.reject(taskError(outcome, job.where));
    else job.resolve(outcome);
    this.#dispatch();
  }

  #afterDeath(job: Job, reason: string): void {
    if (this.#closed) {
      job.reject(closedError());
      return;
    }
    this.#options.log?.error({ reason }, 'a vision worker died and is replaced');
    job.deaths += 1;
    if (job.deaths < MAX_DEATHS) this.#queue.unshift(job);
    else
      job.reject(
        new EngineError('internal', `${job.where} stopped the analysis twice (${reason}); report it.`),
      );
    this.#addWorker().then(
      () => this.#dispatch(),
      (error: unknown) => this.#giveUpWhenEmpty(error),
    );
  }

  async #addWorker(): Promise<void> {
    const { workerUrl, models, pads = [] } = this.#options;
    const worker = new PoolWorker(workerUrl, { models, pads });
    this.#all.add(worker);
    try {
      await worker.ready;
    } catch (error) {
      this.#all.delete(worker);
      throw error;
    }
    if (this.#closed) await worker.stop();
    else this.#idle.push(worker);
  }

  /** With no worker left nothing will ever answer the waiting frames. */
  #giveUpWhenEmpty(error: unknown): void {
    if (this.#all.size > 0) return;
    for (const job of this.#queue.splice(0)) job.reject(error);
  }
}

function taskError(
  failure: { readonly fault: string; readonly message: string },
  where: string,
): EngineError {
  return failure.fault === 'picture'
    ? new EngineError(
        'invalid_structure',
        `${where} is a damaged picture (${failure.message}); send it again.`,
      )
    : new EngineError('internal', `${where} could not be analysed: ${failure.message}`);
}

function wrongAnswer(where: string): EngineError {
  return new EngineError(
    'internal',
    `The vision worker answered another question about ${where}; report it.`,
  );
}

function closedError(): EngineError {
  return new EngineError(
    'shutting_down',
    'The engine is stopping; the analysis is taken up again at its next start.',
  );
}
