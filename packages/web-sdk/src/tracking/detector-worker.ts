import { CaptureError } from '../model/capture-error.ts';
import type { ToTrackingWorker, TrackingAssets, TrackingRole } from '../model/tracking-messages.ts';
import { hearWorker } from './hear-worker.ts';

/** Milliseconds the worker may take to load and pass its self-test: 14 MB over a slow phone line. */
const START_LIMIT_MS = 45_000;

/** A worker whose detector is loaded and has passed its self-test. */
export interface DetectorWorker {
  readonly worker: Worker;
  /** Milliseconds. */
  readonly loadMs: number;
  readonly selfTestMs: number;
}

export interface DetectorStart {
  readonly role: TrackingRole;
  readonly assets: TrackingAssets;
  readonly signal: AbortSignal;
  spawn(): Worker;
}

/**
 * Starts a worker for the named role.
 *
 * @throws CaptureError `internal_error` saying why the detector cannot be used, or the signal's reason.
 */
export function startDetectorWorker(start: DetectorStart): Promise<DetectorWorker> {
  const { role, assets, signal, spawn } = start;
  return new Promise((resolve, reject) => {
    const worker = spawn();
    const settled = new AbortController();
    const giveUp = (error: unknown) => {
      settled.abort();
      clearTimeout(timer);
      worker.terminate();
      reject(error);
    };
    const broken = (why: string) =>
      giveUp(new CaptureError('internal_error', `The face detector cannot be used: ${why}`));
    const timer = setTimeout(() => broken('it did not start in time'), START_LIMIT_MS);
    signal.addEventListener('abort', () => giveUp(signal.reason), { signal: settled.signal });
    hearWorker(worker, {
      signal: settled.signal,
      onFailed: (reason) => broken(reason || 'its worker could not be loaded'),
      onAnswer: (answer) => {
        if (answer.kind !== 'ready') return;
        settled.abort();
        clearTimeout(timer);
        resolve({ worker, loadMs: answer.loadMs, selfTestMs: answer.selfTestMs });
      },
    });
    worker.postMessage({ kind: 'start', role, assets } satisfies ToTrackingWorker);
  });
}
