import { CaptureError } from '../model/capture-error.ts';
import type { CapturedFrame, FaceTracker, TrackedFrame } from '../model/face-tracker.ts';
import type { DetectorKind, TrackingAssets } from '../model/tracking-messages.ts';
import type { FaceFinder } from './face-finder.ts';
import { createLookout } from './lookout.ts';
import { manualTracker } from './manual-tracker.ts';
import type { WarmDetector } from './warm-detector.ts';
import { startWorkerTracker, type WorkerTrackerOptions } from './worker-tracker.ts';

export interface TrackerChainOptions {
  readonly assets: TrackingAssets;
  /** Where a loaded detector of the first kind may be waiting. */
  readonly warm?: WarmDetector | undefined;
  /** Whether frames come with the mesh of the followed face. */
  readonly mesh: boolean;
  readonly signal: AbortSignal;
  /** Looks at frames until the first of them was tracked. */
  readonly finder?: FaceFinder | undefined;
  /** A worker for FaceLandmarker. */
  spawn(): Worker;
  /** A worker for its twin. */
  spawnFallback(): Worker;
  onFrame(frame: TrackedFrame): void;
  /** A tracker is ready: the first time, and again whenever one broke down and the next took over. */
  onReady(kind: FaceTracker['kind'], facts: { readonly reason: string; readonly loadMs: number }): void;
}

/**
 * FaceLandmarker's library comes first with the functions it was seen to use, a third of the whole. Should it call for
 * another one in some browser, it traps and starts again whole.
 */
type Step = 'lean' | 'whole' | 'twin' | 'manual';

/** What follows a detector that failed. */
function nextStep(step: Exclude<Step, 'manual'>, trapped: boolean): Step {
  if (step === 'lean') return trapped ? 'whole' : 'twin';
  return step === 'whole' ? 'twin' : 'manual';
}

/**
 * FaceLandmarker, else its twin on onnxruntime-web, else manual capture. Behaves as one tracker from the start: frames
 * pushed before any detector is ready are seen by the finder at most, and a detector that breaks down is replaced by the next.
 */
export function startTrackerChain(options: TrackerChainOptions): FaceTracker {
  let current: FaceTracker | undefined;
  const { finder } = options;
  let open = true;
  let earlierTracked = 0;
  let earlierSkipped = 0;

  const advance = async (step: Step, reason: string): Promise<void> => {
    if (step === 'manual') return use(manualTracker(reason, options.onFrame), 0);
    const start = { ...options, ...startOf(step, options), onFrame };
    const { detector } = start;
    try {
      const { tracker, loadMs } = await startWorkerTracker({
        ...start,
        reason,
        lookout: detector === 'face_landmarker' ? ({ wasm }) => createLookout({ ...start, wasm }) : undefined,
        onBroken: (why, trapped) => {
          earlierTracked += current?.tracked ?? 0;
          earlierSkipped += current?.skipped ?? 0;
          current = undefined;
          void advance(nextStep(step, trapped), chained(reason, detector, why));
        },
      });
      use(tracker, loadMs);
    } catch (thrown) {
      // The signal's own reason needs no next tracker: the session is over.
      if (options.signal.aborted || !open) return;
      const trapped = thrown instanceof CaptureError && thrown.context.trapped === true;
      await advance(nextStep(step, trapped), chained(reason, detector, thrown));
    }
  };
  const onFrame = (frame: TrackedFrame) => {
    finder?.relieve();
    options.onFrame(frame);
  };
  const use = (tracker: FaceTracker, loadMs: number) => {
    if (!open) return tracker.close();
    current = tracker;
    if (tracker.kind === 'manual') finder?.relieve();
    options.onReady(tracker.kind, { reason: tracker.reason, loadMs });
  };

  void advance('lean', '');
  return {
    get kind() {
      return current?.kind ?? 'manual';
    },
    get reason() {
      return current?.reason ?? 'no detector was ready';
    },
    push: (frame: CapturedFrame) => {
      if (current !== undefined) {
        finder?.offer(frame);
        current.push(frame);
      } else if (finder === undefined) frame.picture.close();
      else finder.take(frame);
    },
    get tracked() {
      return earlierTracked + (current?.tracked ?? 0);
    },
    get skipped() {
      return earlierSkipped + (current?.skipped ?? 0);
    },
    close: () => {
      open = false;
      finder?.close();
      current?.close();
      current = undefined;
    },
  };
}

/** The detector of a step, its worker, and what it loads. */
function startOf(
  step: Exclude<Step, 'manual'>,
  { assets, warm, spawn, spawnFallback }: TrackerChainOptions,
): Pick<WorkerTrackerOptions, 'detector' | 'assets' | 'warm' | 'spawn'> {
  if (step === 'lean') return { detector: 'face_landmarker', assets, warm, spawn };
  if (step === 'twin') return { detector: 'onnx', assets, warm: undefined, spawn: spawnFallback };
  const whole = { ...assets, visionWasmBinary: assets.visionWasmWhole };
  return { detector: 'face_landmarker', assets: whole, warm: undefined, spawn };
}

function chained(before: string, detector: DetectorKind, thrown: unknown): string {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return `${before === '' ? '' : `${before}; `}${detector}: ${why}`.slice(0, 1000);
}
