import type { CapturedFrame, FaceTracker, TrackedFrame } from '../model/face-tracker.ts';
import type { DetectorKind, TrackingAssets } from '../model/tracking-messages.ts';
import { createLookout } from './lookout.ts';
import { manualTracker } from './manual-tracker.ts';
import type { WarmDetector } from './warm-detector.ts';
import { startWorkerTracker } from './worker-tracker.ts';

export interface TrackerChainOptions {
  readonly assets: TrackingAssets;
  /** Where a loaded detector of the first kind may be waiting. */
  readonly warm?: WarmDetector | undefined;
  /** Whether frames come with the mesh of the followed face. */
  readonly mesh: boolean;
  readonly signal: AbortSignal;
  /** A worker for FaceLandmarker. */
  spawn(): Worker;
  /** A worker for its twin. */
  spawnFallback(): Worker;
  onFrame(frame: TrackedFrame): void;
  /** A tracker is ready: the first time, and again whenever one broke down and the next took over. */
  onReady(kind: FaceTracker['kind'], facts: { readonly reason: string; readonly loadMs: number }): void;
}

const ORDER: readonly DetectorKind[] = ['face_landmarker', 'onnx'];

/**
 * FaceLandmarker, else its twin on onnxruntime-web, else manual capture. Behaves as one tracker from the start: frames
 * pushed before any detector is ready are closed unseen, and a detector that breaks down is replaced by the next.
 */
export function startTrackerChain(options: TrackerChainOptions): FaceTracker {
  let current: FaceTracker | undefined;
  let open = true;
  let earlierTracked = 0;
  let earlierSkipped = 0;

  const advance = async (position: number, reason: string): Promise<void> => {
    const detector = ORDER[position];
    if (detector === undefined) return use(manualTracker(reason, options.onFrame), 0);
    try {
      const { tracker, loadMs } = await startWorkerTracker({
        ...options,
        detector,
        spawn: detector === 'onnx' ? options.spawnFallback : options.spawn,
        reason,
        warm: detector === 'face_landmarker' ? options.warm : undefined,
        lookout:
          detector === 'face_landmarker' ? ({ wasm }) => createLookout({ ...options, wasm }) : undefined,
        onBroken: (why) => {
          earlierTracked += current?.tracked ?? 0;
          earlierSkipped += current?.skipped ?? 0;
          current = undefined;
          void advance(position + 1, chained(reason, detector, why));
        },
      });
      use(tracker, loadMs);
    } catch (thrown) {
      // The signal's own reason needs no next tracker: the session is over.
      if (options.signal.aborted || !open) return;
      await advance(position + 1, chained(reason, detector, thrown));
    }
  };
  const use = (tracker: FaceTracker, loadMs: number) => {
    if (!open) return tracker.close();
    current = tracker;
    options.onReady(tracker.kind, { reason: tracker.reason, loadMs });
  };

  void advance(0, '');
  return {
    get kind() {
      return current?.kind ?? 'manual';
    },
    get reason() {
      return current?.reason ?? 'no detector was ready';
    },
    push: (frame: CapturedFrame) => {
      if (current === undefined) frame.picture.close();
      else current.push(frame);
    },
    get tracked() {
      return earlierTracked + (current?.tracked ?? 0);
    },
    get skipped() {
      return earlierSkipped + (current?.skipped ?? 0);
    },
    close: () => {
      open = false;
      current?.close();
      current = undefined;
    },
  };
}

function chained(before: string, detector: DetectorKind, thrown: unknown): string {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return `${before === '' ? '' : `${before}; `}${detector}: ${why}`.slice(0, 1000);
}
