import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { raceWithTime } from './race-with-time.ts';

/** As much of a camera's stream as the race looks at. */
function camera() {
  const stop = vi.fn();
  // Only its tracks are asked for.
  const stream = { getTracks: () => [{ stop }] } as unknown as MediaStream;
  return { stream, stop };
}

describe('raceWithTime', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('gives the camera that comes in time, and leaves no timer', async () => {
    const { stream, stop } = camera();
    const onSlow = vi.fn();
    const { signal } = new AbortController();
    expect(await raceWithTime({ slowAfterMs: 100, signal, onSlow }, async () => stream)).toBe(stream);
    expect([vi.getTimerCount(), onSlow.mock.calls.length, stop.mock.calls.length]).toEqual([0, 0, 0]);
  });

  it('says that it is slow, then that it is too late, and stops the camera that comes after all', async () => {
    const { stream, stop } = camera();
    const onSlow = vi.fn();
    let arrive = (_stream: MediaStream) => {};
    const asked = new Promise<MediaStream>((resolve) => {
      arrive = resolve;
    });
    const racing = raceWithTime(
      { slowAfterMs: 100, signal: new AbortController().signal, onSlow },
      () => asked,
    );
    const lost = expect(racing).rejects.toMatchObject({ code: 'camera_timeout' });
    await vi.advanceTimersByTimeAsync(100);
    expect(onSlow).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(100);
    await lost;
    arrive(stream);
    await vi.advanceTimersByTimeAsync(0);
    expect(stop).toHaveBeenCalledOnce();
  });

  it('ends with the capture, and asks for no camera when it has ended before', async () => {
    const over = new AbortController();
    const ask = vi.fn(() => new Promise<MediaStream>(() => undefined));
    const options = { slowAfterMs: 100, signal: over.signal, onSlow: () => undefined };
    const racing = raceWithTime(options, ask);
    over.abort(new Error('closed'));
    await expect(racing).rejects.toThrow('closed');
    await expect(raceWithTime(options, ask)).rejects.toThrow('closed');
    expect([ask.mock.calls.length, vi.getTimerCount()]).toEqual([1, 0]);
  });
});
