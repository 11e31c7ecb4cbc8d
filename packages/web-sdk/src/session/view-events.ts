import type { ViewEvent } from '../model/capture-view.ts';

/** What the person did, or that the page has hidden the window. */
export type SessionEvent = ViewEvent | { readonly kind: 'hidden' };

/** Hands what the person does in the window to whichever step of the capture listens just now. */
export interface ViewEvents {
  emit(event: SessionEvent): void;
  /** @returns stops listening. */
  listen(listener: (event: SessionEvent) => void): () => void;
  /** The next event of one of these kinds. Rejects with the signal's reason. */
  next<K extends SessionEvent['kind']>(
    kinds: readonly K[],
    signal: AbortSignal,
  ): Promise<Extract<SessionEvent, { kind: K }>>;
}

export function viewEvents(): ViewEvents {
  const listeners = new Set<(event: SessionEvent) => void>();
  const listen = (listener: (event: SessionEvent) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    emit: (event) => {
      for (const listener of [...listeners]) listener(event);
    },
    listen,
    next: <K extends SessionEvent['kind']>(kinds: readonly K[], signal: AbortSignal) =>
      new Promise<Extract<SessionEvent, { kind: K }>>((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const finish = (act: () => void) => {
          stop();
          signal.removeEventListener('abort', onAbort);
          act();
        };
        const stop = listen((event) => {
          if (!(kinds as readonly string[]).includes(event.kind)) return;
          // Its kind is one of K's, as the line above has made sure.
          finish(() => resolve(event as Extract<SessionEvent, { kind: K }>));
        });
        const onAbort = () => finish(() => reject(signal.reason));
        signal.addEventListener('abort', onAbort);
      }),
  };
}
