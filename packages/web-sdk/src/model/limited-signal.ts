/** A signal that aborts with another one or when the time is up, whichever comes first. */
export interface LimitedSignal {
  readonly signal: AbortSignal;
  /** Must be called when the work is over, else timer and listener stay. */
  release(): void;
}

/** What AbortSignal.any and AbortSignal.timeout do together, for browsers older than 2024. */
export function limitedSignal(parent: AbortSignal, ms: number): LimitedSignal {
  const limit = new AbortController();
  const onAbort = () => limit.abort(parent.reason);
  const timer = setTimeout(
    () => limit.abort(new DOMException(`No answer within ${ms} ms`, 'TimeoutError')),
    ms,
  );
  if (parent.aborted) onAbort();
  else parent.addEventListener('abort', onAbort);
  return {
    signal: limit.signal,
    release: () => {
      clearTimeout(timer);
      parent.removeEventListener('abort', onAbort);
    },
  };
}
