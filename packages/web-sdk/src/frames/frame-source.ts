import type { CapturedFrame } from '../model/face-tracker.ts';
import type { FrameTick } from '../model/frame-tick.ts';
import { takePicture } from '../model/picture.ts';
import { frameClock } from './frame-clock.ts';

export interface FrameSourceOptions {
  readonly video: HTMLVideoElement;
  /** Milliseconds on performance.now()'s clock that count as capture time zero. */
  readonly zeroMs: number;
  onFrame(frame: CapturedFrame): void;
  /** Every picture the browser announces, also those of which no frame is taken. */
  onTick?(tick: FrameTick): void;
}

export interface FrameSource {
  /** Frames handed out so far. */
  readonly delivered: number;
  close(): void;
}

/**
 * Every new picture of a playing video with the time it was presented. One is taken at a time, so a slow device gets
 * fewer frames and never a queue. Whoever receives a frame closes its picture.
 */
export function startFrameSource(options: FrameSourceOptions): FrameSource {
  const { video } = options;
  const clock = frameClock(video);
  let open = true;
  let delivered = 0;
  let lastMs = -1;

  const next = () => {
    if (!open) return;
    clock.request((tick) => {
      options.onTick?.(tick);
      void take(tick.presentedMs);
    });
  };
  const take = async (presentedMs: number) => {
    const timeMs = Math.max(presentedMs - options.zeroMs, 0);
    try {
      // Two callbacks may report the same picture; times have to rise for tracker and manifest alike.
      if (timeMs > lastMs && video.videoWidth > 0) {
        const picture = await takePicture(video, timeMs);
        if (open) {
          lastMs = timeMs;
          delivered += 1;
          options.onFrame({ timeMs, picture });
        } else picture.close();
      }
    } catch (thrown) {
      // The video has no current picture while a camera restarts; the next callback brings one.
      if (!(thrown instanceof DOMException)) throw thrown;
    } finally {
      next();
    }
  };

  next();
  return {
    get delivered() {
      return delivered;
    },
    close: () => {
      open = false;
      clock.cancel();
    },
  };
}
