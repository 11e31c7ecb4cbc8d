import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { BOARD_PATH } from './api/board-routes.ts';
import type { EngineConfig } from './config/engine-config.ts';
import { createFaceGallery } from './gallery/create-face-gallery.ts';
import type { Analyser, AnalyserCard } from './model/analysis.ts';
import type { AnalysisObserver, AnalysisQueue } from './model/analysis-queue.ts';
import type { Clock } from './model/clock.ts';
import { EngineError } from './model/engine-error.ts';
import type { Storage } from './open-storage.ts';
import { createAnalysisHandler } from './queue/analysis-handler.ts';
import { createFrameMemory } from './queue/create-frame-memory.ts';
import { InProcessQueue } from './queue/in-process-queue.ts';
import { createOrderHandler, createRemoteAnalyser } from './queue/remote-order.ts';

export interface OpenQueueOptions {
  readonly config: EngineConfig;
  readonly storage: Storage;
  /** The role `api` needs its card only. */
  readonly analyser: Analyser | AnalyserCard;
  readonly observer: AnalysisObserver;
  readonly log: Logger;
  readonly now: Clock;
}

export interface Work {
  readonly queue: AnalysisQueue;
  /** Answers for what is stored nowhere: the one given, or the workers. */
  readonly analyser: Analyser;
  /** The queue's window, if it has one. */
  readonly board: RequestHandler | undefined;
}

/** Attempts, waits and bounds of the work. Ours, 2026-11-22. */
const MAX_ATTEMPTS = 3;
/** A hundred kills within twelve minutes ended two of 99 analyses three times in a row; ten times is no accident. */
const MAX_STARTS = 10;
const RETRY_DELAY_MS = 2_000;
const MAX_WAITING_TASKS = 64;

/**
 * The queue the configuration names, and with a role that works, the work begun.
 * @throws EngineError `storage_failed` if Redis does not answer
 */
export async function openQueue(options: OpenQueueOptions): Promise<Work> {
  const { config, storage, log } = options;
  const bounds = { concurrency: config.analysesAtOnce, maxWaitingTasks: MAX_WAITING_TASKS, log };
  if (config.redis === undefined) {
    const analyser = ownAnalyser(options.analyser);
    return {
      queue: new InProcessQueue({ ...bounds, handle: handlerOf(options, analyser) }),
      analyser,
      board: undefined,
    };
  }
  const { openBullQueue } = await import('./queue/bull-queue.ts');
  if (config.role === 'api') {
    const queue = await openBullQueue({ ...bounds, ...config.redis, work: undefined });
    const analyser = createRemoteAnalyser({
      card: options.analyser,
      blobs: storage.blobs,
      order: (order, signal) => queue.order(order, signal),
    });
    return { queue, analyser, board: queue.board(BOARD_PATH) };
  }
  const analyser = ownAnalyser(options.analyser);
  const work = {
    handle: handlerOf(options, analyser),
    carryOut: createOrderHandler(storage.blobs, analyser),
    queues: config.queues,
  };
  const queue = await openBullQueue({ ...bounds, ...config.redis, work });
  return { queue, analyser, board: queue.board(BOARD_PATH) };
}

function ownAnalyser(analyser: Analyser | AnalyserCard): Analyser {
  if ('analyse' in analyser) return analyser;
  throw new EngineError('internal', 'Only the role api does without an analyser of its own.');
}

function handlerOf({ config, storage, observer, log, now }: OpenQueueOptions, analyser: Analyser) {
  const { store } = storage;
  const { replayDays } = config;
  return createAnalysisHandler({
    ...storage,
    analyser,
    gallery: createFaceGallery(store),
    memory: replayDays === 0 ? undefined : createFrameMemory(store.frameHashes, replayDays, now),
    observer,
    log,
    now,
    timeoutMs: config.analysisTimeoutMs,
    maxAttempts: MAX_ATTEMPTS,
    maxStarts: MAX_STARTS,
    retryDelayMs: RETRY_DELAY_MS,
  });
}
