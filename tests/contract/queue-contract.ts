import { afterEach, describe, expect, it } from 'vitest';
import type {
  AnalysisQueue,
  HandleAnalysis,
  HandlingOutcome,
  QueuedAnalysis,
  QueueStats,
} from '../../packages/engine/src/model/analysis-queue.ts';

interface QueueSetup {
  readonly concurrency: number;
  readonly maxWaitingTasks: number;
  readonly handle: HandleAnalysis;
}

export interface QueueImplementation {
  readonly name: string;
  open(setup: QueueSetup): Promise<AnalysisQueue>;
}

/** Analyses for the queue `tfss`. */
export function liveness(...ids: readonly string[]): QueuedAnalysis[] {
  return ids.map((analysisId) => ({ analysisId, type: 'QUALITY' }));
}

export async function livenessSize(queue: AnalysisQueue): Promise<QueueStats> {
  return (await queue.sizes()).tfss;
}

const DONE: HandlingOutcome = { kind: 'done' };
const NO_ABORT = new AbortController().signal;

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** What every queue must do. */
export function describeQueue(implementation: QueueImplementation): void {
  describe(`queue: ${implementation.name}`, () => {
    const open: AnalysisQueue[] = [];
    const start = async (setup: Partial<QueueSetup>) => {
      const queue = await implementation.open({
        concurrency: 2,
        maxWaitingTasks: 2,
        handle: async () => DONE,
        ...setup,
      });
      open.push(queue);
      return queue;
    };
    afterEach(async () => {
      for (const queue of open.splice(0)) await queue.close(0);
    });

    describeWork(start);
    describeStopping(start);
  });
}

type Start = (setup: Partial<QueueSetup>) => Promise<AnalysisQueue>;

function describeWork(start: Start): void {
  it('works in order, never on more than it may at once, and on each id once', async () => {
    const { opened, open: release } = gate();
    const begun: string[] = [];
    let running = 0;
    let most = 0;
    const queue = await start({
      handle: async (id) => {
        begun.push(id);
        running += 1;
        most = Math.max(most, running);
        await opened;
        running -= 1;
        return DONE;
      },
    });
    await queue.enqueue(liveness('a', 'b', 'c'));
    await queue.enqueue(liveness('a', 'c', 'd'));
    await expect.poll(() => livenessSize(queue)).toEqual({ waiting: 2, running: 2 });
    release();
    await queue.settled(['a', 'b', 'c', 'd'], NO_ABORT);
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    expect(most).toBe(2);
    expect(await livenessSize(queue)).toEqual({ waiting: 0, running: 0 });
  });

  it('lets documents and faces wait in queues of their own', async () => {
    const { opened, open: release } = gate();
    const begun: string[] = [];
    const queue = await start({
      concurrency: 1,
      handle: async (id) => {
        begun.push(id);
        await opened;
        return DONE;
      },
    });
    await queue.enqueue([...liveness('face', 'later'), { analysisId: 'paper', type: 'DOCUMENTS' }]);
    await expect.poll(() => begun.toSorted()).toEqual(['face', 'paper']);
    await expect
      .poll(() => queue.sizes())
      .toEqual({ tfss: { waiting: 1, running: 1 }, regula: { waiting: 0, running: 1 } });
    await queue.cancel(['later']);
    release();
    await queue.settled(['face', 'later', 'paper'], NO_ABORT);
    expect(begun).toHaveLength(2);
  });

  it('tries again when told to, and counts as unsettled until then', async () => {
    let attempts = 0;
    const queue = await start({
      handle: async () => {
        attempts += 1;
        return attempts < 3 ? { kind: 'retry', delayMs: 5 } : DONE;
      },
    });
    await queue.enqueue(liveness('a'));
    await queue.settled(['a'], NO_ABORT);
    expect(attempts).toBe(3);
  });

  it('survives a handler that throws', async () => {
    const queue = await start({
      handle: async (id) => {
        if (id === 'bad') throw new Error('boom');
        return DONE;
      },
    });
    await queue.enqueue(liveness('bad', 'good'));
    await queue.settled(['bad', 'good'], NO_ABORT);
    expect((await livenessSize(queue)).running).toBe(0);
  });
}

function describeStopping(start: Start): void {
  it('cancels waiting and running work', async () => {
    const aborted: string[] = [];
    const queue = await start({
      concurrency: 1,
      handle: async (id, signal) => {
        await untilAborted(signal);
        aborted.push(id);
        return DONE;
      },
    });
    await queue.enqueue(liveness('running', 'waiting'));
    await expect.poll(() => livenessSize(queue)).toEqual({ waiting: 1, running: 1 });
    await queue.cancel(['waiting', 'running', 'unknown']);
    await queue.settled(['running', 'waiting'], NO_ABORT);
    expect(aborted).toEqual(['running']);
  });

  it('stops waiting for results when the signal fires', async () => {
    const queue = await start({
      handle: async (_id, signal) => {
        await untilAborted(signal);
        return DONE;
      },
    });
    await queue.enqueue(liveness('a'));
    await expect(queue.settled(['a'], AbortSignal.timeout(20))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    await expect(queue.settled(['a'], AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });

  it('runs tasks within its bound and refuses too many', async () => {
    const { opened, open: release } = gate();
    const queue = await start({ concurrency: 1, maxWaitingTasks: 2 });
    const task = (value: number) => queue.runNow(async () => opened.then(() => value), NO_ABORT);
    const tasks = [task(1), task(2), task(3)];
    await expect(task(4)).rejects.toMatchObject({ code: 'busy' });
    release();
    expect(await Promise.all(tasks)).toEqual([1, 2, 3]);
    await expect(queue.runNow(async () => Promise.reject(new Error('own fault')), NO_ABORT)).rejects.toThrow(
      'own fault',
    );
  });

  it('lets running work finish on close, aborts what takes longer, refuses the rest', async () => {
    const { opened: released, open: release } = gate();
    const begun: string[] = [];
    const ended: string[] = [];
    const queue = await start({
      concurrency: 2,
      handle: async (id, signal) => {
        begun.push(id);
        if (id === 'slow') await untilAborted(signal);
        else await released;
        ended.push(`${id} ${signal.aborted ? 'aborted' : 'done'}`);
        return DONE;
      },
    });
    await queue.enqueue(liveness('quick', 'slow', 'waiting'));
    await expect.poll(() => begun).toEqual(['quick', 'slow']);
    const waiting = queue.settled(['waiting'], NO_ABORT);
    const refused = expect(waiting).rejects.toMatchObject({ code: 'shutting_down' });
    const closed = queue.close(100);
    release();
    await closed;
    await refused;
    expect(ended).toEqual(['quick done', 'slow aborted']);
    await expect(queue.runNow(async () => 1, NO_ABORT)).rejects.toMatchObject({ code: 'shutting_down' });
    await queue.enqueue(liveness('late'));
    expect(await livenessSize(queue)).toEqual({ waiting: 0, running: 0 });
  });
}
