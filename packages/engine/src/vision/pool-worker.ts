import { Worker } from 'node:worker_threads';
import { EngineError } from '../model/engine-error.ts';
import type { VisionReply, VisionRequest, VisionTask, VisionWorkerData } from './messages.ts';

export type WorkerAnswer = Extract<VisionReply, { readonly kind: 'located' | 'inspected' | 'ranked' }>;
export type WorkerOutcome =
  | WorkerAnswer
  | Extract<VisionReply, { readonly kind: 'failed' }>
  | { readonly kind: 'dead'; readonly reason: string };

/** Milliseconds a thread has to leave by itself: many times what one inference takes on a busy machine. */
const LEAVE_MS = 10_000;

/**
 * One vision thread, one task at a time. Once dead it stays dead.
 *
 * A thread is asked to leave and does so between two inferences. `Worker.terminate` in the middle of one would abort
 * the whole process: onnxruntime-node throws into a JavaScript environment that is gone by then.
 */
export class PoolWorker {
  /** Settles when the models are loaded, or rejects when the thread cannot start. */
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  readonly #gone: Promise<void>;
  #nextId = 1;
  #pending: { readonly id: number; readonly settle: (outcome: WorkerOutcome) => void } | undefined;
  #death: string | undefined;

  constructor(workerUrl: URL, workerData: VisionWorkerData) {
    // No flags of the parent: loaders and export conditions meant for sources would break the compiled worker.
    this.#worker = new Worker(workerUrl, { workerData, name: 'presence-vision', execArgv: [] });
    this.#gone = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.ready = new Promise((resolve, reject) => {
      this.#worker.on('message', (reply: VisionReply) => {
        if (reply.kind === 'ready') resolve();
        else this.#settle(reply);
      });
      this.#worker.on('error', (error: unknown) => {
        this.#die(error instanceof Error ? error.message : String(error));
        reject(startError(workerUrl, error));
      });
      this.#worker.on('exit', (code) => {
        this.#die(`exit code ${code}`);
        reject(startError(workerUrl, new Error(`exit code ${code}`)));
      });
    });
    // A worker that dies after its start has nobody waiting for `ready`.
    this.ready.catch(() => undefined);
  }

  /** Never rejects. A worker that takes longer than `timeoutMs` is given up. */
  async run(task: VisionTask, timeoutMs: number): Promise<WorkerOutcome> {
    if (this.#death !== undefined) return { kind: 'dead', reason: this.#death };
    const id = this.#nextId;
    this.#nextId += 1;
    const timer = setTimeout(() => {
      this.#die(`no answer within ${timeoutMs} ms`);
      void this.#leave();
    }, timeoutMs);
    try {
      return await new Promise<WorkerOutcome>((settle) => {
        this.#pending = { id, settle };
        this.#worker.postMessage({ id, ...task } satisfies VisionRequest);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  async stop(): Promise<void> {
    this.#die('stopped');
    await this.#leave();
  }

  async #leave(): Promise<void> {
    this.#worker.postMessage({ kind: 'leave' } satisfies VisionRequest);
    const timer = setTimeout(() => void this.#worker.terminate(), LEAVE_MS);
    await this.#gone;
    clearTimeout(timer);
  }

  #settle(reply: Exclude<VisionReply, { readonly kind: 'ready' }>): void {
    const pending = this.#pending;
    if (pending?.id !== reply.id) return;
    this.#pending = undefined;
    pending.settle(reply);
  }

  #die(reason: string): void {
    this.#death ??= reason;
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.settle({ kind: 'dead', reason: this.#death });
  }
}

function startError(workerUrl: URL, cause: unknown): EngineError {
  const why = cause instanceof Error ? cause.message : String(cause);
  // What crosses threads keeps its code and loses its class.
  if (cause instanceof Error && 'code' in cause && cause.code === 'config_invalid')
    return new EngineError('config_invalid', why, { cause });
  return new EngineError(
    'config_invalid',
    `The vision worker ${workerUrl.pathname} does not start (${why}); run npm run build.`,
    { cause },
  );
}
