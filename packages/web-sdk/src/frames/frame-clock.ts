import type { FrameTick } from '../model/frame-tick.ts';

/** Calls back once when the video shows its next picture. */
export interface FrameClock {
  request(callback: (tick: FrameTick) => void): void;
  cancel(): void;
}

/** requestVideoFrameCallback where there is one (it ticks once per camera picture), else the display's frame rate. */
export function frameClock(video: HTMLVideoElement): FrameClock {
  let handle = 0;
  if (typeof video.requestVideoFrameCallback === 'function') {
    return {
      request: (callback) => {
        handle = video.requestVideoFrameCallback((presentedMs, { captureTime, presentedFrames }) =>
          callback({ presentedMs, capturedMs: captureTime, presentedFrames }),
        );
      },
      cancel: () => video.cancelVideoFrameCallback(handle),
    };
  }
  let lastTime = -1;
  const poll = (callback: (tick: FrameTick) => void) => {
    handle = requestAnimationFrame((presentedMs) => {
      if (video.currentTime === lastTime) return poll(callback);
      lastTime = video.currentTime;
      callback({ presentedMs, capturedMs: undefined, presentedFrames: undefined });
    });
  };
  return { request: poll, cancel: () => cancelAnimationFrame(handle) };
}
