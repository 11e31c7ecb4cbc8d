import { CaptureError } from '../model/capture-error.ts';
import type {
  DetectorKind,
  FromTrackingWorker,
  ToTrackingWorker,
  TrackingAssets,
} from '../model/tracking-messages.ts';

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
  readonly detector: DetectorKind;
  readonly assets: TrackingAssets;
  readonly signal: AbortSignal;
  spawn(): Worker;
}

/**
 * Starts a worker with the named detector.
 *
 * @throws CaptureError `internal_error` saying why the detector cannot be used, or the signal's reason.
 */
export function startDetectorWorker(start: DetectorStart): Promise<DetectorWorker> {
  const { detector, assets, signal, spawn } = start;
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
    const until = { signal: settled.signal };
    signal.addEventListener('abort', () => giveUp(signal.reason), until);
    worker.addEventListener(
      'error',
      (event) => {
        event.preventDefault();
        broken(event.message || 'its worker could not be loaded');
      },
      until,
    );
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<FromTrackingWorker>) => {
        if (data.kind === 'failed') return broken(data.reason);
        if (data.kind !== 'ready') return;
        settled.abort();
        clearTimeout(timer);
        resolve({ worker, loadMs: data.loadMs, selfTestMs: data.selfTestMs });
      },
      until,
    );
    worker.postMessage({ kind: 'start', role: detector, assets } satisfies ToTrackingWorker);
  });
}
