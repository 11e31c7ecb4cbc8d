/** Resolves when the video has presented a picture; never for a camera that gives none. */
export function firstFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    // The browser still has to put it on the screen: what is heavy comes after that.
    const presented = () => setTimeout(resolve);
    const available = () => requestAnimationFrame(presented);
    if (typeof video.requestVideoFrameCallback === 'function') video.requestVideoFrameCallback(presented);
    else if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) available();
    else video.addEventListener('loadeddata', available, { once: true });
  });
}
