import type { Clock } from '../model/clock.ts';
import { isSettled, type Session } from '../model/session.ts';
import type { SessionStore } from '../model/session-store.ts';

/** How often the store is read again while waiting, ms: another replica's changes make no sound here. */
const REREAD_MS = 1_000;

export interface WaitOptions {
  readonly waitMs: number;
  /** Fires when the caller is gone. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** The session as soon as it is settled, or as it is when the time is up; undefined once it is deleted. */
export async function waitForResult(
  store: SessionStore,
  id: string,
  { waitMs, signal, clock }: WaitOptions,
): Promise<Session | undefined> {
  const deadline = clock.now() + waitMs;
  for (;;) {
    const change = nextChange(store, id, signal);
    try {
      const session = await store.read(id);
      const left = deadline - clock.now();
      if (session === undefined || isSettled(session.state) || left <= 0 || signal.aborted) return session;
      await change.within(Math.min(left, REREAD_MS));
    } finally {
      change.close();
    }
  }
}

/** Listens from now on, so that a change between reading and waiting is not missed. */
function nextChange(store: SessionStore, id: string, signal: AbortSignal) {
  let happened = () => {};
  const change = new Promise<void>((resolve) => {
    happened = resolve;
  });
  const stop = store.onChange(id, happened);
  signal.addEventListener('abort', happened);
  let timer: NodeJS.Timeout | undefined;
  return {
    within: (ms: number) => {
      timer = setTimeout(happened, ms);
      return change;
    },
    close: () => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener('abort', happened);
    },
  };
}
