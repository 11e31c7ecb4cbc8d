import type { CapturedFrame, FaceTracker, TrackedFrame } from '../model/face-tracker.ts';
import type { DetectorKind, ToTrackingWorker, TrackingAssets } from '../model/tracking-messages.ts';
import { type DetectorWorker, startDetectorWorker } from './detector-worker.ts';
import { hearWorker } from './hear-worker.ts';
import type { Lookout } from './lookout.ts';
import { newestFrameQueue } from './newest-frame-queue.ts';
import type { WarmDetector } from './warm-detector.ts';

/** Milliseconds one frame may take before the detector counts as dead. */
const FRAME_LIMIT_MS = 10_000;

export interface WorkerTrackerOptions {
  readonly detector: DetectorKind;
  readonly assets: TrackingAssets;
  readonly reason: string;
  /** For a detector that does not look around itself. */
  readonly lookout?: ((detector: DetectorWorker) => Lookout) | undefined;
  /** Where a loaded detector may be waiting, and where it goes afterwards. */
  readonly warm?: WarmDetector | undefined;
  /** Whether frames come with the mesh of the followed face. */
  readonly mesh: boolean;
  readonly signal: AbortSignal;
  spawn(): Worker;
  onFrame(frame: TrackedFrame): void;
  /** The detector broke down after it had started. The tracker has closed itself. */
  onBroken(reason: string, trapped: boolean): void;
}

export interface StartedTracker {
  readonly tracker: FaceTracker;
  /** Milliseconds; 0 when the detector was waiting. */
  readonly loadMs: number;
}

/**
 * Takes the detector that waits, or starts a worker with the named one.
 *
 * @throws CaptureError `internal_error` saying why the detector cannot be used, or the signal's reason.
 */
export async function startWorkerTracker(options: WorkerTrackerOptions): Promise<StartedTracker> {
  const warm = await takenFrom(options);
  const detector = warm ?? (await startDetectorWorker({ ...options, role: options.detector }));
  return { tracker: trackWith(detector, options), loadMs: warm === undefined ? detector.loadMs : 0 };
}

/** Whether taken or not, nothing is lost: who leaves before it is loaded gives it back. */
async function takenFrom({ warm, signal }: WorkerTrackerOptions): Promise<DetectorWorker | undefined> {
  const taken = await warm?.take()?.catch(() => undefined);
  if (!signal.aborted) return taken;
  if (taken !== undefined) warm?.giveBack(taken);
  throw signal.reason;
}

function trackWith(detector: DetectorWorker, options: WorkerTrackerOptions): FaceTracker {
  const { worker } = detector;
  const lookout = options.lookout?.(detector);
  const over = new AbortController();
  let tracked = 0;
  let inWork = false;
  let closing = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const queue = newestFrameQueue(({ timeMs, picture }: CapturedFrame) => {
    inWork = true;
    timer = setTimeout(() => broken('it no longer answers'), FRAME_LIMIT_MS);
    const message: ToTrackingWorker = { kind: 'frame', timeMs, picture, mesh: options.mesh };
    worker.postMessage(message, [picture]);
  });
  const end = (healthy: boolean) => {
    clearTimeout(timer);
    over.abort();
    if (healthy && options.warm !== undefined) options.warm.giveBack(detector);
    else worker.terminate();
  };
  const takeNoMore = () => {
    closing = true;
    queue.close();
    lookout?.close();
  };
  const close = () => {
    if (closing) return;
    takeNoMore();
    // The answer to a frame in work must not reach the next capture.
    if (!inWork || options.warm === undefined) end(true);
  };
  const broken = (reason: string, trapped = false) => {
    const late = closing;
    takeNoMore();
    end(false);
    if (!late) options.onBroken(reason, trapped);
  };

  options.signal.addEventListener('abort', close, { signal: over.signal });
  hearWorker(worker, {
    signal: over.signal,
    onFailed: (reason, trapped) => broken(reason || 'its worker broke down', trapped),
    onAnswer: (answer) => {
      clearTimeout(timer);
      if (answer.kind !== 'observed') return;
      inWork = false;
      if (closing) {
        answer.bitmap.close();
        return end(true);
      }
      tracked += 1;
      queue.done();
      const observation = lookout?.complete(answer.observation) ?? answer.observation;
      options.onFrame({
        timeMs: observation.timeMs,
        picture: answer.bitmap,
        observation,
        pictureHash: answer.pictureHash,
        mesh: answer.mesh ?? null,
      });
    },
  });
  return {
    kind: options.detector,
    reason: options.reason,
    push: (frame) => {
      lookout?.offer(frame);
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
}
