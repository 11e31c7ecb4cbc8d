import type { FaceObservation, ObservedFace } from '../model/face-observation.ts';
import type { CapturedFrame } from '../model/face-tracker.ts';
import { copyOf } from '../model/picture.ts';
import type { ToTrackingWorker } from '../model/tracking-messages.ts';
import { type DetectorStart, startDetectorWorker } from './detector-worker.ts';
import { hearWorker } from './hear-worker.ts';
import { areaOf } from './overlap-of.ts';
import { strangersIn } from './strangers-in.ts';

/** Milliseconds between looks for other people. */
const LOOK_EVERY_MS = 750;

export interface Lookout {
  /** Offers a frame that is about to be tracked; now and then a copy is taken. */
  offer(frame: CapturedFrame): void;
  /** The observation of the followed face, completed by whoever else was last seen. */
  complete(observation: FaceObservation): FaceObservation;
  close(): void;
}

/** One look: what it saw, and the followed face in the same frame or the next that was tracked. */
interface Look {
  readonly timeMs: number;
  readonly seen?: readonly ObservedFace[];
  readonly own?: ObservedFace;
}

/**
 * Looks for other people in a worker of its own, so that the followed face is not lost from sight meanwhile. Starts with the
 * first face, which is not to wait for it. Should it break down, the engine alone judges whether there was one face.
 */
export function createLookout(parts: Pick<DetectorStart, 'assets' | 'wasm' | 'spawn'>): Lookout {
  let worker: Worker | undefined;
  let state: 'asleep' | 'starting' | 'idle' | 'looking' | 'gone' = 'asleep';
  let look: Look = { timeMs: Number.NEGATIVE_INFINITY };
  /** Undefined until the first look is finished. */
  let strangers: readonly ObservedFace[] | undefined;
  const over = new AbortController();

  const end = () => {
    state = 'gone';
    over.abort();
    worker?.terminate();
    worker = undefined;
  };
  const note = (part: Partial<Look>) => {
    look = { ...look, ...part };
    if (look.seen !== undefined && look.own !== undefined) strangers = strangersIn(look.seen, look.own);
  };
  const use = (started: Worker) => {
    if (over.signal.aborted) return started.terminate();
    worker = started;
    state = 'idle';
    hearWorker(started, {
      signal: over.signal,
      onFailed: end,
      onAnswer: (answer) => {
        if (answer.kind !== 'observed') return;
        state = 'idle';
        answer.bitmap.close();
        if (answer.observation.timeMs === look.timeMs) note({ seen: answer.observation.faces });
      },
    });
  };
  const wake = () => {
    state = 'starting';
    startDetectorWorker({ ...parts, role: 'lookout', signal: over.signal }).then(
      (started) => use(started.worker),
      end,
    );
  };

  return {
    offer: ({ timeMs, picture }) => {
      if (state !== 'idle' || timeMs - look.timeMs < LOOK_EVERY_MS) return;
      state = 'looking';
      look = { timeMs };
      copyOf(picture).then(
        (copy) =>
          worker?.postMessage({ kind: 'frame', timeMs, picture: copy } satisfies ToTrackingWorker, [copy]),
        // The picture was given away before it could be copied; the next one is tried.
        () => {
          if (state === 'looking') state = 'idle';
        },
      );
    },
    complete: (observation) => {
      const [own] = observation.faces;
      if (own === undefined) {
        // Whoever comes next may have company.
        look = { timeMs: Number.NEGATIVE_INFINITY };
        strangers = undefined;
        return observation;
      }
      if (state === 'asleep') wake();
      if (look.own === undefined && observation.timeMs >= look.timeMs) note({ own });
      const faces = [own, ...(strangers ?? [])];
      return {
        ...observation,
        faces: faces.sort((a, b) => areaOf(b.measures.box) - areaOf(a.measures.box)),
        lookedAround: strangers !== undefined || state === 'gone',
      };
    },
    close: end,
  };
}
