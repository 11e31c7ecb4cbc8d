import { describe, expect, it, vi } from 'vitest';
import type { CapturedFrame } from '../model/face-tracker.ts';
import type { FaceSighting, FromFinderWorker, ToFinderWorker } from '../model/finder-messages.ts';
import { startFaceFinder } from './face-finder.ts';

const WEIGHTS = 'data:application/octet-stream,weights';
const NOBODY: FaceSighting = { timeMs: 0, frame: { width: 640, height: 480 }, faces: [] };

/** A worker that only notes what it is sent. */
class NotingWorker extends EventTarget {
  readonly sent: ToFinderWorker['kind'][] = [];
  ended = 0;
  postMessage(message: ToFinderWorker): void {
    this.sent.push(message.kind);
  }
  terminate(): void {
    this.ended += 1;
  }
  answers(data: FromFinderWorker): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

function finder() {
  const worker = new NotingWorker();
  const seen: FaceSighting[] = [];
  const failures: string[] = [];
  const closed: number[] = [];
  const started = startFaceFinder({
    weights: WEIGHTS,
    spawn: () => worker as unknown as Worker, // all that is used of one
    onSighting: (sighting) => seen.push(sighting),
    onFailed: (reason) => failures.push(reason),
  });
  const picture = (timeMs: number): CapturedFrame['picture'] => {
    const own = { close: () => closed.push(timeMs), clone: () => picture(timeMs + 0.5) };
    return own as unknown as VideoFrame; // nothing else of it is touched here
  };
  const frame = (timeMs: number): CapturedFrame => ({ timeMs, picture: picture(timeMs) });
  return { worker, seen, failures, closed, finder: started, frame };
}

async function loaded() {
  const scene = finder();
  await vi.waitFor(() => expect(scene.worker.sent).toEqual(['start']));
  scene.worker.answers({ kind: 'ready' });
  return scene;
}

describe('startFaceFinder', () => {
  it('lets frames go until it is loaded, and all but one while it looks', async () => {
    const early = finder();
    early.finder.take(early.frame(0));
    expect(early.closed).toEqual([0]);
    const { worker, finder: ready, frame, closed, seen } = await loaded();
    for (const timeMs of [33, 66, 99]) ready.take(frame(timeMs));
    expect([worker.sent, closed]).toEqual([
      ['start', 'look'],
      [66, 99],
    ]);
    worker.answers({ kind: 'sighted', sighting: NOBODY, tookMs: 5 });
    expect(seen).toEqual([NOBODY]);
  });

  it('takes a copy of what is going to be tracked', async () => {
    const { worker, finder: ready, frame, closed } = await loaded();
    ready.offer(frame(33));
    await vi.waitFor(() => expect(worker.sent).toEqual(['start', 'look']));
    expect(closed).toEqual([]);
  });

  it('is gone for good when the tracker sees', async () => {
    const { worker, finder: ready, frame, closed, seen } = await loaded();
    ready.take(frame(33));
    ready.relieve();
    worker.answers({ kind: 'sighted', sighting: NOBODY, tookMs: 5 });
    ready.take(frame(500));
    ready.close();
    expect([worker.ended, closed, seen]).toEqual([1, [500], []]);
  });

  it('says once why it cannot be used, and disturbs nobody', async () => {
    const { worker, finder: ready, frame, failures, closed } = await loaded();
    worker.answers({ kind: 'failed', reason: 'no SIMD' });
    worker.answers({ kind: 'failed', reason: 'again' });
    ready.take(frame(33));
    expect([failures, closed, worker.ended]).toEqual([['no SIMD'], [33], 1]);
  });
});
