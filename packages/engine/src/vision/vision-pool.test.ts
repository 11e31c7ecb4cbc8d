import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VisionPool, type VisionPoolOptions } from './vision-pool.ts';

/**
 * A worker that speaks the pool's messages and does what the first byte of the picture says: 0 answer, 1 crash,
 * 2 answer late, 3 never answer, 4 damaged picture, 5 model failure. The answer's `width` is the byte after it.
 */
const WORKER = `
import { parentPort } from 'node:worker_threads';
const sight = (width) => ({ width, height: 1, sha256: '', faces: [], look: undefined });
parentPort.on('message', ({ kind, id, picture }) => {
  if (kind === 'leave') process.exit();
  const answer = () => parentPort.postMessage({ kind: 'located', id, sight: sight(picture[1]) });
  const fail = (fault) => parentPort.postMessage({ kind: 'failed', id, fault, message: 'it broke' });
  switch (picture[0]) {
    case 0: return answer();
    case 1: return process.exit(3);
    case 2: return setTimeout(answer, 150);
    case 4: return fail('picture');
    case 5: return fail('system');
  }
});
parentPort.postMessage({ kind: 'ready' });
`;
const ANSWER = 0;
const CRASH = 1;
const LATE = 2;
const HANG = 3;
const DAMAGED = 4;
const BROKEN = 5;

let folder: string;
let workerUrl: URL;
const never = new AbortController().signal;
const models = { faceDetector: '', faceLandmarks: '', liveness: '', eye: '', identity: '' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presence-pool-'));
  const path = join(folder, 'worker.mjs');
  await writeFile(path, WORKER);
  workerUrl = pathToFileURL(path);
});
afterAll(() => rm(folder, { recursive: true }));

async function withPool<T>(
  part: Partial<VisionPoolOptions>,
  use: (pool: VisionPool) => Promise<T>,
): Promise<T> {
  const pool = await VisionPool.create({ workerUrl, models, threads: 1, ...part });
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}
const locate = (pool: VisionPool, what: number, value = 0, signal = never) =>
  pool.locate(Uint8Array.from([what, value]), `Frame ${value}`, signal);

describe('VisionPool', () => {
  it('gives every frame its own answer', async () => {
    await withPool({ threads: 2 }, async (pool) => {
      const sights = await Promise.all([3, 1, 2, 9, 8].map((value) => locate(pool, ANSWER, value)));
      expect(sights.map(({ width }) => width)).toEqual([3, 1, 2, 9, 8]);
    });
  });

  it('replaces a worker that crashed, gives up on the frame at the second crash and serves the others', async () => {
    await withPool({}, async (pool) => {
      const crashing = locate(pool, CRASH, 7);
      const others = Promise.all([1, 2].map((value) => locate(pool, ANSWER, value)));
      await expect(crashing).rejects.toMatchObject({
        code: 'internal',
        message: expect.stringContaining('Frame 7'),
      });
      expect((await others).map(({ width }) => width)).toEqual([1, 2]);
    });
  });

  it('throws away a worker that hangs', async () => {
    await withPool({ taskTimeoutMs: 100 }, async (pool) => {
      await expect(locate(pool, HANG)).rejects.toThrow(/no answer within 100 ms/);
      expect((await locate(pool, ANSWER, 5)).width).toBe(5);
    });
  });

  it('tells a damaged picture from a broken model', async () => {
    await withPool({}, async (pool) => {
      await expect(locate(pool, DAMAGED, 1)).rejects.toMatchObject({ code: 'invalid_structure' });
      await expect(locate(pool, BROKEN, 1)).rejects.toMatchObject({ code: 'internal' });
    });
  });

  it('lets go of waiting and running frames when their signal fires', async () => {
    await withPool({}, async (pool) => {
      const control = new AbortController();
      const running = locate(pool, LATE, 1, control.signal);
      const waiting = locate(pool, ANSWER, 2, control.signal);
      control.abort();
      await expect(running).rejects.toMatchObject({ name: 'AbortError' });
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
      await expect(locate(pool, ANSWER, 3, control.signal)).rejects.toMatchObject({ name: 'AbortError' });
      expect((await locate(pool, ANSWER, 4)).width).toBe(4);
    });
  });

  it('holds no more frames than it may', async () => {
    await withPool({ maxQueued: 1 }, async (pool) => {
      const first = locate(pool, LATE, 1);
      const second = locate(pool, ANSWER, 2);
      await expect(locate(pool, ANSWER, 3)).rejects.toMatchObject({ code: 'busy' });
      await Promise.all([first, second]);
    });
  });

  it('refuses what waits when closed, and anything after', async () => {
    const pool = await VisionPool.create({ workerUrl, models, threads: 1 });
    const running = locate(pool, LATE, 1);
    const waiting = locate(pool, ANSWER, 2);
    const refused = Promise.all([
      expect(running).rejects.toMatchObject({ code: 'shutting_down' }),
      expect(waiting).rejects.toMatchObject({ code: 'shutting_down' }),
    ]);
    await pool.close();
    await refused;
    await expect(locate(pool, ANSWER, 3)).rejects.toMatchObject({ code: 'shutting_down' });
    await pool.close();
  });

  it('does not start without its worker', async () => {
    const missing = new URL('missing.mjs', workerUrl);
    await expect(VisionPool.create({ workerUrl: missing, models, threads: 2 })).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('npm run build'),
    });
  });
});
