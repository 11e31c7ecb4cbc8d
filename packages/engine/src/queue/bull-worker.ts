import { DelayedError, type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq';
import type { HandleAnalysis, HandlingOutcome } from '../model/analysis-queue.ts';
import { type BullChannel, type BullOptions, ORDER } from './bull-channel.ts';
import type { CarryOut } from './remote-order.ts';

export interface BullWorkerOptions extends BullOptions {
  /** Analyses at once. */
  readonly concurrency: number;
  readonly handle: HandleAnalysis;
  /** Carries out what is stored nowhere. */
  readonly carryOut: CarryOut;
}

export interface BullWorker {
  /** Takes no more work, gives running work `graceMs` to finish, then aborts it and puts it back into the queue. */
  close(graceMs: number): Promise<void>;
}

/**
 * A job belongs to a worker for this long and is renewed twice within it; ours, 2026-11-22: many times the longest pause of
 * an event loop that only hands out work. When the worker dies, another one has its jobs after this and one look.
 */
const LOCK_MS = 10_000;
const LOOK_MS = 5_000;
const DONE: HandlingOutcome = { kind: 'done' };
/** How often a job may lose its worker: the engine counts starts itself and gives up by its own rule. */
const ANY_NUMBER = 1_000_000;

/** Works off the analyses of one queue in Redis. Waits for Redis when it is away. */
export function startBullWorker(channel: BullChannel, options: BullWorkerOptions): BullWorker {
  const { url, prefix, concurrency, log } = options;
  /** Fires when the grace is over: what runs is aborted, and what was fetched at that moment is not begun. */
  const stop = new AbortController();
  const process = async (job: Job, token?: string, signal?: AbortSignal): Promise<void> => {
    if (signal === undefined) throw new UnrecoverableError('BullMQ gave no signal');
    const either = AbortSignal.any([signal, stop.signal]);
    const outcome = stop.signal.aborted ? DONE : await work(options, job, either);
    if (stop.signal.aborted) {
      await job.moveToWait(token);
      throw new WaitingError();
    }
    if (outcome.kind === 'done' || signal.aborted) return;
    await job.moveToDelayed(Date.now() + outcome.delayMs, token);
    throw new DelayedError();
  };
  const worker = new Worker(channel.name, process, {
    prefix,
    concurrency,
    connection: { url, maxRetriesPerRequest: null },
    lockDuration: LOCK_MS,
    stalledInterval: LOOK_MS,
    maxStalledCount: ANY_NUMBER,
  });
  worker.on('error', (err) => log.warn({ err }, 'the queue worker met an error'));
  worker.on('failed', (job, err) => log.error({ err, analysis_id: job?.id }, 'analysis handler failed'));
  worker.on('stalled', (id) =>
    log.warn({ analysis_id: id }, 'an analysis lost its worker and is taken up again'),
  );
  channel.onCancel((id) => void worker.cancelJob(id));
  return {
    async close(graceMs) {
      const abort = setTimeout(() => stop.abort(), graceMs);
      await worker.close();
      clearTimeout(abort);
    },
  };
}

async function work(
  { handle, carryOut }: BullWorkerOptions,
  job: Job,
  signal: AbortSignal,
): Promise<HandlingOutcome> {
  if (job.name !== ORDER) return handle(job.id ?? '', signal);
  await carryOut(job.data, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  return DONE;
}
