import { describe, expect, it } from 'vitest';
import type { DetectorWorker } from './detector-worker.ts';
import { warmDetector } from './warm-detector.ts';

function detector() {
  const ended: string[] = [];
  const worker = { terminate: () => ended.push('terminated') } as unknown as Worker; // all that is used of it
  return {
    ended,
    detector: { worker, loadMs: 1, wasm: Promise.resolve(null) } satisfies DetectorWorker,
  };
}

describe('warmDetector', () => {
  it('lends its detector to one capture at a time', async () => {
    const { detector: only } = detector();
    const warm = warmDetector(async () => only);
    expect(warm.isReady).toBe(false);
    await Promise.resolve();
    expect(warm.isReady).toBe(true);
    const taken = warm.take();
    expect(warm.isReady).toBe(false);
    expect(warm.take()).toBeUndefined();
    expect(await taken).toBe(only);
    warm.giveBack(only);
    expect(await warm.take()).toBe(only);
  });

  it('can be taken while it is still loading', async () => {
    const { detector: only } = detector();
    let loaded: (value: DetectorWorker) => void = () => undefined;
    const warm = warmDetector(() => new Promise((resolve) => (loaded = resolve)));
    const taken = warm.take();
    loaded(only);
    expect(await taken).toBe(only);
  });

  it('ends a second one that is given back', () => {
    const [first, second] = [detector(), detector()];
    const warm = warmDetector(async () => first.detector);
    warm.giveBack(second.detector);
    expect(second.ended).toEqual(['terminated']);
    expect(first.ended).toEqual([]);
  });

  it('has nothing to lend when it could not be started', async () => {
    const warm = warmDetector(() => Promise.reject(new Error('no WebGL')));
    await Promise.resolve();
    expect(warm.take()).toBeUndefined();
  });
});
