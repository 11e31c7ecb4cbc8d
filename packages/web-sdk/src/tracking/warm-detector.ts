import type { DetectorWorker } from './detector-worker.ts';

/** A loaded detector that waits between captures, so that the next one sees a face as soon as the camera shows it. */
export interface WarmDetector {
  /** The detector, for one capture; undefined when another capture has it or it could not be started. */
  take(): Promise<DetectorWorker> | undefined;
  /** Whether it waits, loaded: a capture that begins now needs nothing else. */
  readonly isReady: boolean;
  /** After the capture, with no frame in work. */
  giveBack(detector: DetectorWorker): void;
}

/** Starts loading at once. A detector that cannot be started is not tried again: the capture itself will find out why. */
export function warmDetector(start: () => Promise<DetectorWorker>): WarmDetector {
  let kept: Promise<DetectorWorker> | undefined = start();
  let loaded = false;
  kept.then(
    () => {
      loaded = true;
    },
    () => {
      kept = undefined;
    },
  );
  return {
    get isReady() {
      return kept !== undefined && loaded;
    },
    take: () => {
      const taken = kept;
      kept = undefined;
      return taken;
    },
    giveBack: (detector) => {
      if (kept === undefined) kept = Promise.resolve(detector);
      else detector.worker.terminate();
    },
  };
}
