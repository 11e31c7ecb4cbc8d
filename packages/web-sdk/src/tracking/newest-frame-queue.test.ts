import { describe, expect, it } from 'vitest';
import type { CapturedFrame } from '../model/face-tracker.ts';
import { newestFrameQueue } from './newest-frame-queue.ts';

function frame(timeMs: number): { frame: CapturedFrame; closed: () => boolean } {
  let closed = false;
  const picture = {
    close: () => {
      closed = true;
    },
  };
  // The queue touches nothing of a picture but close().
  return { frame: { timeMs, picture: picture as unknown as ImageBitmap }, closed: () => closed };
}

describe('newestFrameQueue', () => {
  it('works on one frame at a time and keeps only the newest of the others', () => {
    const sent: number[] = [];
    const queue = newestFrameQueue(({ timeMs }) => sent.push(timeMs));
    const [first, second, third] = [frame(1), frame(2), frame(3)];
    for (const each of [first, second, third]) queue.push(each.frame);
    expect(sent).toEqual([1]);
    expect([first.closed(), second.closed(), third.closed()]).toEqual([false, true, false]);
    expect(queue.skipped).toBe(1);
    queue.done();
    expect(sent).toEqual([1, 3]);
  });

  it('is idle again after the last frame', () => {
    const sent: number[] = [];
    const queue = newestFrameQueue(({ timeMs }) => sent.push(timeMs));
    queue.push(frame(1).frame);
    queue.done();
    queue.push(frame(2).frame);
    expect(sent).toEqual([1, 2]);
    expect(queue.skipped).toBe(0);
  });

  it('closes what waits and what comes after it was closed', () => {
    const queue = newestFrameQueue(() => undefined);
    const [first, waiting, late] = [frame(1), frame(2), frame(3)];
    queue.push(first.frame);
    queue.push(waiting.frame);
    queue.close();
    queue.push(late.frame);
    expect([first.closed(), waiting.closed(), late.closed()]).toEqual([false, true, true]);
  });
});
