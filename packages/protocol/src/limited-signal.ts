/** A signal that aborts with another one or when the time is up, whichever comes first. */
export interface LimitedSignal {
  readonly signal: AbortSignal;
  /** True once the time was up before the other signal fired. */
  readonly timedOut: boolean;
  /** To be called when the work is over, else timer and listener stay until one of the two has fired. */
  release(): void;
}

/**
 * What AbortSignal.any and AbortSignal.timeout are meant to do together. Those two are younger than the browsers supported,
 * and in Node 20 the collector takes the timeout away before it fires (nodejs/node#57736): the wait never ends.
 *
 * @param ms Time until `signal` aborts with a TimeoutError, from 0 to 2^31 - 1.
 */
export function limitedSignal(parent: AbortSignal | undefined, ms: number): LimitedSignal {
  const limit = new AbortController();
  let timedOut = false;
  const release = () => {
    clearTimeout(timer);
    parent?.removeEventListener('abort', onAbort);
  };
  const onAbort = () => {
    release();
    limit.abort(parent?.reason);
  };
  const timer = setTimeout(() => {
    release();
    timedOut = true;
    limit.abort(new DOMException(`No answer within ${ms} ms`, 'TimeoutError'));
  }, ms);
  if (parent?.aborted) onAbort();
  else parent?.addEventListener('abort', onAbort);
  return {
    signal: limit.signal,
    get timedOut() {
      return timedOut;
    },
    release,
  };
}
