import { describe, expect, it } from 'vitest';
import type { FaceObservation, ObservedFace } from '../model/face-observation.ts';
import type { CapturedFrame } from '../model/face-tracker.ts';
import type { FromTrackingWorker, ToTrackingWorker, TrackingAssets } from '../model/tracking-messages.ts';
import { createLookout } from './lookout.ts';

/** The other end of a worker: keeps what it is told, answers when the test says so. */
class WorkerEnd extends EventTarget {
  readonly told: ToTrackingWorker[] = [];
  terminated = false;
  postMessage(message: ToTrackingWorker): void {
    this.told.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  answer(data: FromTrackingWorker): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const assets = {} as TrackingAssets; // handed on, never read
const READY: FromTrackingWorker = { kind: 'ready', loadMs: 1 };

function face(left: number, size = 100): ObservedFace {
  const box = { left, top: 0, right: left + size, bottom: size };
  return { measures: { box } } as ObservedFace; // boxes are all that is looked at
}
function observed(timeMs: number, ...faces: readonly ObservedFace[]): FaceObservation {
  const frame = { width: 640, height: 480 };
  return { timeMs, frame, faces, lookedAround: false, light: null, bestShotScore: null };
}
function frameAt(timeMs: number): CapturedFrame {
  const picture = { clone: () => picture, close: () => undefined };
  return { timeMs, picture: picture as unknown as ImageBitmap }; // a VideoFrame, which Node has not
}
/** An answer to the frame last sent. */
const look = (timeMs: number, ...faces: readonly ObservedFace[]): FromTrackingWorker => ({
  kind: 'observed',
  observation: observed(timeMs, ...faces),
  bitmap: { close: () => undefined } as ImageBitmap, // its pixels are never read
  pictureHash: 0,
});

async function started() {
  const workers: WorkerEnd[] = [];
  const lookout = createLookout({
    assets,
    spawn: () => {
      const worker = new WorkerEnd();
      workers.push(worker);
      return worker as unknown as Worker; // the two sides of it that are used
    },
  });
  lookout.complete(observed(0, face(0)));
  const worker = workers[0] ?? new WorkerEnd();
  worker.answer(READY);
  const offer = async (timeMs: number) => {
    lookout.offer(frameAt(timeMs));
    await Promise.resolve();
    await Promise.resolve();
  };
  const looks = () => worker.told.flatMap((message) => (message.kind === 'frame' ? [message.timeMs] : []));
  return { lookout, worker, workers, offer, looks };
}

describe('createLookout', () => {
  it('starts its worker with the first face, and only then', () => {
    const workers: WorkerEnd[] = [];
    const lookout = createLookout({
      assets,
      spawn: () => {
        workers.push(new WorkerEnd());
        return workers.at(-1) as unknown as Worker; // as above
      },
    });
    expect(lookout.complete(observed(0)).lookedAround).toBe(false);
    expect(workers).toHaveLength(0);
    lookout.complete(observed(1, face(0)));
    lookout.complete(observed(2, face(0)));
    expect(workers.map(({ told }) => told)).toEqual([
      [{ kind: 'start', testFirst: false, role: 'lookout', assets }],
    ]);
  });

  it('tells the person apart from a stranger, who stays until the next look', async () => {
    const { lookout, worker, offer } = await started();
    await offer(10);
    expect(lookout.complete(observed(10, face(0))).lookedAround).toBe(false);
    worker.answer(look(10, face(4), face(300, 150)));
    const completed = lookout.complete(observed(40, face(2)));
    expect(completed.lookedAround).toBe(true);
    expect(completed.faces.map(({ measures }) => measures.box.left)).toEqual([300, 2]);

    await offer(800);
    lookout.complete(observed(800, face(0)));
    worker.answer(look(800, face(0)));
    expect(lookout.complete(observed(830, face(0))).faces).toHaveLength(1);
  });

  it('compares with the face as it was in the frame looked at, not with where it has moved since', async () => {
    const { lookout, worker, offer } = await started();
    await offer(10);
    lookout.complete(observed(10, face(0)));
    lookout.complete(observed(40, face(250)));
    worker.answer(look(10, face(0)));
    expect(lookout.complete(observed(70, face(300))).faces).toHaveLength(1);
  });

  it('looks one frame at a time and no more often than every 750 ms', async () => {
    const { lookout, worker, offer, looks } = await started();
    for (const timeMs of [10, 40, 900]) await offer(timeMs);
    expect(looks()).toEqual([10]);
    lookout.complete(observed(10, face(0)));
    worker.answer(look(10, face(0)));
    for (const timeMs of [500, 930, 960]) await offer(timeMs);
    expect(looks()).toEqual([10, 930]);
  });

  it('starts over with whoever comes after the picture was empty', async () => {
    const { lookout, worker, offer } = await started();
    await offer(10);
    lookout.complete(observed(10, face(0)));
    worker.answer(look(10, face(0), face(300)));
    expect(lookout.complete(observed(40, face(0))).faces).toHaveLength(2);
    lookout.complete(observed(70));
    const fresh = lookout.complete(observed(100, face(0)));
    expect(fresh).toMatchObject({ lookedAround: false, faces: [face(0)] });
  });

  it('ends its worker with itself, also while that is still starting', async () => {
    const { lookout, worker } = await started();
    lookout.close();
    expect(worker.terminated).toBe(true);
    const early = new WorkerEnd();
    const closed = createLookout({ assets, spawn: () => early as unknown as Worker }); // as above
    closed.complete(observed(0, face(0)));
    closed.close();
    expect(early.terminated).toBe(true);
  });

  it('leaves the judging to the engine when it breaks down', async () => {
    const { lookout, worker } = await started();
    worker.answer({ kind: 'failed', trapped: false, reason: 'out of memory' });
    expect(worker.terminated).toBe(true);
    expect(lookout.complete(observed(10, face(0))).lookedAround).toBe(true);
  });
});
