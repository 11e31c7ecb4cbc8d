import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { awaitPicture } from './await-picture.ts';

describe('awaitPicture', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const never = new Promise<void>(() => undefined);

  it('resolves with the picture and leaves no timer', async () => {
    const { signal } = new AbortController();
    await awaitPicture(Promise.resolve(), { signal, isHidden: () => false });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says that a camera gives no picture, once the page was seen for long enough', async () => {
    const { signal } = new AbortController();
    let hidden = true;
    const waiting = awaitPicture(never, { signal, isHidden: () => hidden });
    const failed = expect(waiting).rejects.toMatchObject({ code: 'camera_in_use' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(vi.getTimerCount()).toBe(1);
    hidden = false;
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends with the capture, whether before or while it waits', async () => {
    const over = new AbortController();
    const waiting = awaitPicture(never, { signal: over.signal, isHidden: () => false });
    over.abort(new Error('closed'));
    await expect(waiting).rejects.toThrow('closed');
    await expect(awaitPicture(never, { signal: over.signal, isHidden: () => false })).rejects.toThrow(
      'closed',
    );
    expect(vi.getTimerCount()).toBe(0);
  });
});
