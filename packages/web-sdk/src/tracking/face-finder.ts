import type { CapturedFrame } from '../model/face-tracker.ts';
import type { FaceSighting, FromFinderWorker, ToFinderWorker } from '../model/finder-messages.ts';
import { copyOf, type Picture } from '../model/picture.ts';
import { type FinderEvent, type FinderState, LOADING, stepFinder } from './finder-machine.ts';
import { fetchBytes } from './wasm-parts.ts';

export interface FaceFinderOptions {
  /** Address of the network's weights. */
  readonly weights: string;
  spawn(): Worker;
  onSighting(sighting: FaceSighting, facts: FinderFacts): void;
  /** It cannot be used here. Nothing else depends on it. */
  onFailed(reason: string): void;
}

export interface FinderFacts {
  /** Milliseconds from the start until it could look. */
  readonly loadMs: number;
  /** Milliseconds of this look. */
  readonly tookMs: number;
}

/** Finds where a face is while the tracker still loads. Measures nothing. */
export interface FaceFinder {
  /** Hands a frame over that nobody else wants. */
  take(frame: CapturedFrame): void;
  /** Offers a frame that is about to be tracked; now and then a copy is taken. */
  offer(frame: CapturedFrame): void;
  /** The tracker sees: the finder ends for good. */
  relieve(): void;
  close(): void;
}

/** Starts loading at once; frames are let go until it is loaded. */
export function startFaceFinder(options: FaceFinderOptions): FaceFinder {
  const startedMs = performance.now();
  const over = new AbortController();
  let state: FinderState = LOADING;
  let loadMs = 0;
  let worker: Worker | undefined;

  const send = (event: FinderEvent) => {
    const step = stepFinder(state, event);
    state = step.state;
    if (step.effect === 'end') {
      over.abort();
      worker?.terminate();
      worker = undefined;
    }
    return step.effect;
  };
  const fail = (thrown: unknown) => {
    if (send({ kind: 'failed' }) === 'end')
      options.onFailed((thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 300));
  };
  const look = (timeMs: number, picture: Picture) => {
    if (worker === undefined) return picture.close();
    worker.postMessage({ kind: 'look', timeMs, picture } satisfies ToFinderWorker, [picture]);
  };
  const wants = ({ timeMs }: CapturedFrame) => send({ kind: 'frame', timeMs }) === 'look';
  const hear = (answer: FromFinderWorker) => {
    if (answer.kind === 'failed') return fail(answer.reason);
    if (answer.kind === 'ready') {
      loadMs = performance.now() - startedMs;
      send({ kind: 'ready' });
      return;
    }
    const { sighting, tookMs } = answer;
    if (send({ kind: 'sighted', found: sighting.faces.length > 0 }) === 'tell')
      options.onSighting(sighting, { loadMs, tookMs });
  };
  const start = async () => {
    // The weights are on their way while the worker starts.
    const coming = fetchBytes(options.weights, over.signal);
    coming.catch(() => undefined);
    const started = options.spawn();
    worker = started;
    const { signal } = over;
    started.addEventListener('message', ({ data }: MessageEvent<FromFinderWorker>) => hear(data), { signal });
    started.addEventListener(
      'error',
      (event) => {
        event.preventDefault();
        fail(event.message || 'its worker could not be loaded');
      },
      { signal },
    );
    const { buffer: weights } = await coming;
    if (signal.aborted) return;
    started.postMessage({ kind: 'start', weights } satisfies ToFinderWorker, [weights]);
  };

  start().catch(fail);
  return {
    take: (frame) => {
      if (wants(frame)) look(frame.timeMs, frame.picture);
      else frame.picture.close();
    },
    offer: (frame) => {
      if (!wants(frame)) return;
      copyOf(frame.picture).then(
        (copy) => look(frame.timeMs, copy),
        // The picture was given away before it could be copied; the next one is tried.
        () => send({ kind: 'missed' }),
      );
    },
    relieve: () => void send({ kind: 'relieved' }),
    close: () => void send({ kind: 'closed' }),
  };
}
