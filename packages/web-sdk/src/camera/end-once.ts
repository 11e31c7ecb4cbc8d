/** The ways in which a wait may end; only the first that is used counts. */
interface Ending<T> {
  /** Whether it has ended already. */
  readonly over: boolean;
  resolve(value: T): void;
  reject(reason: unknown): void;
}

/**
 * A wait with several ends, the signal's among them: whichever comes first ends it, and then nothing of it is left running.
 *
 * @param begin starts what is waited for and answers how it is put away; not called when the signal is aborted already.
 * @throws whatever `begin` rejects with, or the signal's reason.
 */
export function endOnce<T>(signal: AbortSignal, begin: (ending: Ending<T>) => () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let over = false;
    let putAway: (() => void) | undefined;
    const end = (act: () => void) => {
      if (over) return;
      over = true;
      signal.removeEventListener('abort', onAbort);
      putAway?.();
      act();
    };
    const onAbort = () => end(() => reject(signal.reason));
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);
    putAway = begin({
      get over() {
        return over;
      },
      resolve: (value) => end(() => resolve(value)),
      reject: (reason) => end(() => reject(reason)),
    });
    // It may have ended before it said how it is put away.
    if (over) putAway();
  });
}
