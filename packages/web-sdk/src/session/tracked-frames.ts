import type { FaceTracker, TrackedFrame } from '../model/face-tracker.ts';
import type { FaceSighting } from '../model/finder-messages.ts';
import type { TrackingAssets } from '../model/tracking-messages.ts';
import {
  type FaceFinder,
  type FaceFinderOptions,
  type FinderFacts,
  startFaceFinder,
} from '../tracking/face-finder.ts';
import { startTrackerChain } from '../tracking/tracker-chain.ts';
import type { WarmDetector } from '../tracking/warm-detector.ts';

export interface TrackedFramesOptions {
  readonly assets: TrackingAssets;
  readonly warm?: WarmDetector | undefined;
  /** Gets every tracked frame, with the mesh of the followed face, and leaves its picture alone; absent: the tracker sends no mesh. */
  readonly onMesh?: ((frame: TrackedFrame) => void) | undefined;
  spawn(): Worker;
  spawnFallback(): Worker;
  onReady(kind: FaceTracker['kind'], facts: { readonly reason: string; readonly loadMs: number }): void;
  onFirstFace(timeMs: number): void;
  /** Hash of every tracked picture, in order. */
  onPicture?(hash: number): void;
}

/** What finds faces until the tracker sees. */
export interface FaceFinding extends Omit<FaceFinderOptions, 'onSighting'> {
  /** It found somebody before the tracker did. */
  onFirstSight(timeMs: number, facts: FinderFacts): void;
}

/** The tracker chain with a place to plug in whoever wants the frames just now. */
export interface TrackedFrames {
  /** Begins to look for a face where anything can be seen before the detector is loaded. A small thing; `start` does it too. */
  find(): void;
  /** Loads the detector, the first time. Nothing is fetched for a capture that never calls it, as one of documents only. */
  start(): void;
  readonly tracker: FaceTracker;
  /** Whether a tracker has been ready yet, and whether the chain has come to its end. */
  readonly state: 'loading' | 'tracking' | 'manual';
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

/**
 * @param optionsOf called once, by `start`.
 * @param findingOf called once, by `find`; undefined: nobody looks.
 */
export function trackFrames(
  signal: AbortSignal,
  optionsOf: () => TrackedFramesOptions,
  findingOf: () => FaceFinding | undefined,
): TrackedFrames {
  let finder: FaceFinder | undefined;
  const noTracker: FaceTracker = {
    kind: 'manual',
    reason: 'no face was to be captured',
    push: (frame) => {
      if (finder === undefined) frame.picture.close();
      else finder.take(frame);
    },
    tracked: 0,
    skipped: 0,
    close: () => finder?.close(),
  };
  let tracker: FaceTracker = noTracker;
  let receiver: ((frame: TrackedFrame) => void) | undefined;
  let sightingReceiver: ((sighting: FaceSighting) => void) | undefined;
  let sighting: FaceSighting | undefined;
  let sighted = false;
  let seen = false;
  let state: TrackedFrames['state'] = 'loading';
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

  const find = () => {
    const finding = finder === undefined && tracker === noTracker ? findingOf() : undefined;
    if (finding === undefined) return;
    finder = startFaceFinder({
      ...finding,
      onSighting: (next, facts) => {
        sighting = next;
        if (!sighted && next.faces.length > 0) {
          sighted = true;
          finding.onFirstSight(next.timeMs, facts);
        }
        sightingReceiver?.(next);
      },
    });
  };
  const chain = (options: TrackedFramesOptions) =>
    startTrackerChain({
      finder,
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
        options.onMesh?.(frame);
        if (receiver === undefined) frame.picture.close();
        else receiver(frame);
      },
      onReady: (kind, facts) => {
        state = kind === 'manual' ? 'manual' : 'tracking';
        options.onReady(kind, facts);
        if (kind === 'manual') onManual();
        onReady(kind);
      },
    });
  return {
    find,
    start: () => {
      if (tracker !== noTracker) return;
      find();
      tracker = chain(optionsOf());
    },
    get tracker() {
      return tracker;
    },
    get state() {
      return state;
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
