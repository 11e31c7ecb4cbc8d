import { setTimeout as after } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { limitedSignal } from './limited-signal.ts';

describe('limitedSignal', () => {
  it('fires when the time is up, though the collector came by meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const fired = new Promise((resolve) => {
      limitedSignal(new AbortController().signal, 60).signal.addEventListener('abort', ({ target }) =>
        resolve(target),
      );
    });
    for (let turn = 0; turn < 4; turn += 1) {
      collect();
      await after(5);
    }
    expect(await fired).toMatchObject({ aborted: true, reason: { name: 'TimeoutError' } });
  });

  it('fires with the other signal and its reason, and that is no time-out', () => {
    const parent = new AbortController();
    const limit = limitedSignal(parent.signal, 60_000);
    expect(limit.signal.aborted).toBe(false);
    parent.abort('closed');
    expect([limit.signal.reason, limit.timedOut]).toEqual(['closed', false]);
    limit.release();
    const late = limitedSignal(parent.signal, 60_000);
    expect(late.signal.reason).toBe('closed');
    late.release();
  });

  it('knows that the time was up', async () => {
    const limit = limitedSignal(undefined, 0);
    await after(5);
    expect([limit.timedOut, limit.signal.aborted]).toEqual([true, true]);
  });

  it('never fires once released', async () => {
    const parent = new AbortController();
    const limit = limitedSignal(parent.signal, 0);
    limit.release();
    parent.abort();
    await after(5);
    expect(limit.signal.aborted).toBe(false);
  });
});
