/** Tells of a camera that ends, is taken away by the system or comes back. Silent after close(). */
export function watchTrack(
  track: MediaStreamTrack,
  told: { onEnded(): void; onMuted(muted: boolean): void },
): { close(): void } {
  const abort = new AbortController();
  const { signal } = abort;
  track.addEventListener(
    'ended',
    () => {
      abort.abort();
      told.onEnded();
    },
    { signal },
  );
  // One that was opened early may have ended before anybody listened.
  if (track.readyState === 'ended') queueMicrotask(() => signal.aborted || told.onEnded());
  track.addEventListener('mute', () => told.onMuted(true), { signal });
  track.addEventListener('unmute', () => told.onMuted(false), { signal });
  return { close: () => abort.abort() };
}
