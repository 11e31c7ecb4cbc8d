import type { FrameSize } from '../model/face-observation.ts';
import type { FaceTracker, TrackedFrame } from '../model/face-tracker.ts';
import type { FaceSighting } from '../model/finder-messages.ts';
import type { TrackingAssets } from '../model/tracking-messages.ts';
import { type FaceFinderOptions, type FinderFacts, startFaceFinder } from '../tracking/face-finder.ts';
import { startTrackerChain } from '../tracking/tracker-chain.ts';
import type { WarmDetector } from '../tracking/warm-detector.ts';

export interface TrackedFramesOptions {
  readonly assets: TrackingAssets;
  readonly warm?: WarmDetector | undefined;
  /** Gets the mesh of the followed face with every tracked frame; absent: the tracker sends none. */
  readonly onMesh?: ((mesh: Float32Array | null, frame: FrameSize) => void) | undefined;
  /** Finds faces until the tracker sees; absent: nothing does. */
  readonly finder?: Omit<FaceFinderOptions, 'onSighting'> | undefined;
  spawn(): Worker;
  spawnFallback(): Worker;
  onReady(kind: FaceTracker['kind'], facts: { readonly reason: string; readonly loadMs: number }): void;
  /** The finder found a face before the tracker did. */
  onFirstSight(timeMs: number, facts: FinderFacts): void;
  onFirstFace(timeMs: number): void;
  /** Hash of every tracked picture, in order. */
  onPicture?(hash: number): void;
}

/** Before `start`. */
const NO_TRACKER: FaceTracker = {
  kind: 'manual',
  reason: 'no face was to be captured',
  push: ({ picture }) => picture.close(),
  tracked: 0,
  skipped: 0,
  close: () => undefined,
};

/** The tracker chain with a place to plug in whoever wants the frames just now. */
export interface TrackedFrames {
  /** Loads the detector, the first time. Nothing is fetched for a capture that never calls it, as one of documents only. */
  start(): void;
  readonly tracker: FaceTracker;
  /** Whether no tracker has been ready yet. */
  readonly loading: boolean;
  /** Resolves with the kind of the first tracker that is ready. Rejects with the signal's reason. */
  readonly ready: Promise<FaceTracker['kind']>;
  /** Resolves with the first face. */
  readonly faceSeen: Promise<void>;
  /** Resolves if the chain ever falls back to manual capture. */
  readonly manual: Promise<void>;
  /**
   * Frames go to this receiver, who takes them over; nobody receives: they are closed. What the finder sees goes to the other,
   * its last sighting at once.
   */
  receive(
    receiver: ((frame: TrackedFrame) => void) | undefined,
    onSighting?: (sighting: FaceSighting) => void,
  ): void;
}

/** @param optionsOf called once, by `start`. */
export function trackFrames(signal: AbortSignal, optionsOf: () => TrackedFramesOptions): TrackedFrames {
  let tracker: FaceTracker = NO_TRACKER;
  let receiver: ((frame: TrackedFrame) => void) | undefined;
  let sightingReceiver: ((sighting: FaceSighting) => void) | undefined;
  let sighting: FaceSighting | undefined;
  let sighted = false;
  let seen = false;
  let loading = true;
  let onFace: () => void;
  const faceSeen = new Promise<void>((resolve) => {
    onFace = resolve;
  });
  let onManual: () => void;
  let onReady: (kind: FaceTracker['kind']) => void;
  const manual = new Promise<void>((resolve) => {
    onManual = resolve;
  });
  const ready = new Promise<FaceTracker['kind']>((resolve, reject) => {
    onReady = resolve;
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // Whoever awaits it later still gets the rejection; until then it must not count as unhandled.
  ready.catch(() => undefined);

  const findFaces = ({ finder, onFirstSight }: TrackedFramesOptions) =>
    finder &&
    startFaceFinder({
      ...finder,
      onSighting: (next, facts) => {
        sighting = next;
        if (!sighted && next.faces.length > 0) {
          sighted = true;
          onFirstSight(next.timeMs, facts);
        }
        sightingReceiver?.(next);
      },
    });
  const chain = (options: TrackedFramesOptions) =>
    startTrackerChain({
      // First: it is small, and seeing something early is all it is for.
      finder: findFaces(options),
      assets: options.assets,
      warm: options.warm,
      mesh: options.onMesh !== undefined,
      signal,
      spawn: options.spawn,
      spawnFallback: options.spawnFallback,
      onFrame: (frame) => {
        sighting = undefined;
        if (frame.pictureHash !== undefined) options.onPicture?.(frame.pictureHash);
        if (!seen && frame.observation !== null && frame.observation.faces.length > 0) {
          seen = true;
          onFace();
          options.onFirstFace(frame.timeMs);
        }
        if (frame.observation !== null) options.onMesh?.(frame.mesh ?? null, frame.observation.frame);
        if (receiver === undefined) frame.picture.close();
        else receiver(frame);
      },
      onReady: (kind, facts) => {
        loading = false;
        options.onReady(kind, facts);
        if (kind === 'manual') onManual();
        onReady(kind);
      },
    });
  return {
    start: () => {
      if (tracker === NO_TRACKER) tracker = chain(optionsOf());
    },
    get tracker() {
      return tracker;
    },
    get loading() {
      return loading;
    },
    ready,
    faceSeen,
    manual,
    receive: (next, onSighting) => {
      receiver = next;
      sightingReceiver = onSighting;
      if (sighting !== undefined) onSighting?.(sighting);
    },
  };
}
