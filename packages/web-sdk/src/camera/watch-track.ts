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
  track.addEventListener('mute', () => told.onMuted(true), { signal });
  track.addEventListener('unmute', () => told.onMuted(false), { signal });
  return { close: () => abort.abort() };
}
