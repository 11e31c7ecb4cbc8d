/** Resolves when the video has presented a picture; never for a camera that gives none. */
export function firstFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    if (typeof video.requestVideoFrameCallback === 'function') {
      // The browser still has to put it on the screen: what is heavy comes after that.
      video.requestVideoFrameCallback(() => setTimeout(resolve));
    } else video.addEventListener('timeupdate', () => resolve(), { once: true });
  });
}
