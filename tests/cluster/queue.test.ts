import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { describe, expect, inject, it } from 'vitest';
import type { HandleAnalysis } from '../../packages/engine/src/model/analysis-queue.ts';
import { QUEUES, type QueueName } from '../../packages/engine/src/model/queues.data.ts';
import { openBullQueue } from '../../packages/engine/src/queue/bull-queue.ts';
import { describeQueue, liveness, livenessSize } from '../contract/queue-contract.ts';

const log = pino({ level: 'silent' });
const carryOut = async () => {};
const NO_ABORT = new AbortController().signal;

describeQueue({
  name: 'BullMQ',
  open: ({ handle, ...setup }) =>
    openBullQueue({
      ...setup,
      url: inject('redis'),
      prefix: randomUUID(),
      log,
      work: { handle, carryOut, queues: QUEUES },
    }),
});

/** Queues of one installation: the first hands in, the others take what they are given. */
async function installation() {
  const common = { url: inject('redis'), prefix: randomUUID(), log, concurrency: 1, maxWaitingTasks: 1 };
  return {
    front: await openBullQueue({ ...common, work: undefined }),
    worker: (handle: HandleAnalysis, queues: readonly QueueName[] = QUEUES) =>
      openBullQueue({ ...common, work: { handle, carryOut, queues } }),
  };
}

const untilAborted: HandleAnalysis = (_id, signal) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve({ kind: 'done' }), { once: true }));

describe('BullMQ over several processes', () => {
  it('gives the work of one to another, and what was stopped in the middle too', async () => {
    const { front, worker } = await installation();
    const stuck = await worker(untilAborted);
    await front.enqueue(liveness('one', 'two'));
    await expect.poll(() => livenessSize(front)).toEqual({ waiting: 1, running: 1 });
    await stuck.close(0);
    const done: string[] = [];
    const healthy = await worker(async (id) => {
      done.push(id);
      return { kind: 'done' };
    });
    await front.settled(['one', 'two'], NO_ABORT);
    expect(done.toSorted()).toEqual(['one', 'two']);
    await front.enqueue(liveness('one'));
    await front.settled(['one'], NO_ABORT);
    expect(done).toHaveLength(3);
    await healthy.close(0);
    await front.close(0);
  });

  it('does not begin what it fetched at the moment it was told to stop', async () => {
    const { front, worker } = await installation();
    for (let turn = 0; turn < 5; turn += 1) {
      const leaving = await worker(untilAborted);
      await front.enqueue(liveness(`job-${turn}`));
      await leaving.close(0);
    }
    await expect.poll(() => livenessSize(front)).toEqual({ waiting: 5, running: 0 });
    await front.close(0);
  });

  it('gives a worker only the queues it serves', async () => {
    const { front, worker } = await installation();
    const done = { faces: [] as string[], documents: [] as string[] };
    const taking = (list: string[]) => async (id: string) => {
      list.push(id);
      return { kind: 'done' } as const;
    };
    const reader = await worker(taking(done.documents), ['regula']);
    await front.enqueue([...liveness('face'), { analysisId: 'paper', type: 'DOCUMENTS' }]);
    await front.settled(['paper'], NO_ABORT);
    expect((await front.sizes()).tfss).toEqual({ waiting: 1, running: 0 });
    const looker = await worker(taking(done.faces), ['tfss']);
    await front.settled(['face'], NO_ABORT);
    expect(done).toEqual({ faces: ['face'], documents: ['paper'] });
    for (const queue of [reader, looker, front]) await queue.close(0);
  });

  it('cancels what another process is at work on', async () => {
    const { front, worker } = await installation();
    const busy = await worker(untilAborted);
    await front.enqueue(liveness('a'));
    await expect.poll(() => livenessSize(front)).toEqual({ waiting: 0, running: 1 });
    await front.cancel(['a']);
    await front.settled(['a'], NO_ABORT);
    await busy.close(0);
    await front.close(0);
  });

  it('says so when Redis does not answer', async () => {
    const url = 'redis://:hunter2@127.0.0.1:1';
    const options = { url, prefix: 'p', log, concurrency: 1, maxWaitingTasks: 1, work: undefined };
    await expect(openBullQueue(options)).rejects.toMatchObject({
      code: 'storage_failed',
      message: 'Cannot connect to Redis at 127.0.0.1:1. Check ENGINE_REDIS_URL and the server.',
    });
  });
});
