import { CaptureError } from '../model/capture-error.ts';
import type { CapturedFrame, FaceTracker, TrackedFrame } from '../model/face-tracker.ts';
import type {
  DetectorKind,
  FromTrackingWorker,
  ToTrackingWorker,
  TrackingAssets,
} from '../model/tracking-messages.ts';
import type { Lookout } from './lookout.ts';
import { newestFrameQueue } from './newest-frame-queue.ts';

/** Milliseconds the worker may take to load and pass its self-test: 14 MB over a slow phone line. */
const START_LIMIT_MS = 45_000;
/** Milliseconds one frame may take before the detector counts as dead. */
const FRAME_LIMIT_MS = 10_000;

export interface WorkerTrackerOptions {
  readonly detector: DetectorKind;
  readonly assets: TrackingAssets;
  readonly reason: string;
  /** For a detector that does not look around itself. */
  readonly lookout?: Lookout | undefined;
  readonly signal: AbortSignal;
  spawn(): Worker;
  onFrame(frame: TrackedFrame): void;
  /** The detector broke down after it had started. The tracker has closed itself. */
  onBroken(reason: string): void;
}

export interface StartedTracker {
  readonly tracker: FaceTracker;
  /** Milliseconds. */
  readonly loadMs: number;
  readonly selfTestMs: number;
}

/**
 * Starts a worker with the named detector.
 *
 * @throws CaptureError `internal_error` saying why the detector cannot be used, or the signal's reason.
 */
export function startWorkerTracker(options: WorkerTrackerOptions): Promise<StartedTracker> {
  return new Promise((resolve, reject) => {
    const worker = options.spawn();
    let started = false;
    let tracked = 0;
    let timer = setTimeout(() => broken('it did not start in time'), START_LIMIT_MS);

    const post = (message: ToTrackingWorker, transfer: Transferable[] = []) =>
      worker.postMessage(message, transfer);
    const queue = newestFrameQueue(({ timeMs, picture }: CapturedFrame) => {
      timer = setTimeout(() => broken('it no longer answers'), FRAME_LIMIT_MS);
      post({ kind: 'frame', timeMs, picture }, [picture]);
    });
    const close = () => {
      clearTimeout(timer);
      queue.close();
      options.lookout?.close();
      worker.terminate();
      options.signal.removeEventListener('abort', onAbort);
    };
    const broken = (reason: string) => {
      close();
      if (started) options.onBroken(reason);
      else reject(new CaptureError('internal_error', `The face detector cannot be used: ${reason}`));
    };
    const onAbort = () => {
      close();
      reject(options.signal.reason);
    };
    const tracker: FaceTracker = {
      kind: options.detector,
      reason: options.reason,
      push: (frame) => {
        options.lookout?.offer(frame);
        queue.push(frame);
      },
      get tracked() {
        return tracked;
      },
      get skipped() {
        return queue.skipped;
      },
      close,
    };

    options.signal.addEventListener('abort', onAbort);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      broken(event.message || 'its worker could not be loaded');
    });
    worker.addEventListener('message', ({ data }: MessageEvent<FromTrackingWorker>) => {
      clearTimeout(timer);
      if (data.kind === 'failed') return broken(data.reason);
      if (data.kind === 'ready') {
        started = true;
        return resolve({ tracker, loadMs: data.loadMs, selfTestMs: data.selfTestMs });
      }
      tracked += 1;
      queue.done();
      const observation = options.lookout?.complete(data.observation) ?? data.observation;
      options.onFrame({
        timeMs: observation.timeMs,
        picture: data.bitmap,
        observation,
        pictureHash: data.pictureHash,
      });
    });
    post({ kind: 'start', role: options.detector, assets: options.assets });
  });
}
